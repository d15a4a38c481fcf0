/** Ends a switch over a union: the compiler names every place that a new member needs. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
