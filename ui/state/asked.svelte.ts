/** Something that is asked of the dashboard, and what came of it: the last question counts. */
export class Asked<Answer> {
  #state = $state<'idle' | 'asking' | 'answered' | 'failed'>('idle');
  #answer = $state.raw<Answer>();
  #reason = $state('');
  #question = 0;

  get state(): 'idle' | 'asking' | 'answered' | 'failed' {
    return this.#state;
  }
  /** Of the last question that was answered. */
  get answer(): Answer | undefined {
    return this.#answer;
  }
  /** Why there is no answer, where that `failed`. */
  get reason(): string {
    return this.#reason;
  }

  async ask(question: () => Promise<Answer>): Promise<void> {
    this.#question += 1;
    const asked = this.#question;
    this.#state = 'asking';
    try {
      const answer = await question();
      if (asked !== this.#question) return;
      this.#answer = answer;
      this.#state = 'answered';
    } catch (error) {
      if (asked !== this.#question) return;
      this.#reason = error instanceof Error ? error.message : String(error);
      this.#state = 'failed';
    }
  }

  forget(): void {
    this.#question += 1;
    this.#state = 'idle';
    this.#answer = undefined;
  }
}
