/** Names that belong together, however far apart: a union of sets. */
export class Groups {
  readonly #parents = new Map<string, string>();

  join(a: string, b: string): void {
    this.#parents.set(this.of(a), this.of(b));
  }

  /** One name for all of a group; it changes when groups are joined. */
  of(name: string): string {
    let top = name;
    for (let parent = this.#parents.get(top); parent !== undefined && parent !== top; parent = this.#parents.get(top)) top = parent;
    this.#shorten(name, top);
    return top;
  }

  /** Next time the way is short. */
  #shorten(name: string, top: string): void {
    for (let at = name; at !== top; ) {
      const parent = this.#parents.get(at) ?? top;
      this.#parents.set(at, top);
      at = parent;
    }
  }
}
