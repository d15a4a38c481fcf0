/** The child's side of the talk with the driver; it ends when the driver does. */
export function answerQuestions<Question, Answer extends object>(answer: (question: Question) => Answer | Promise<Answer>): void {
  process.on('message', async (text) => {
    const question: Question = JSON.parse(String(text));
    tell(await answer(question));
  });
  endWithDriver();
}

/** Says something unasked, such as the port that is listened on. */
export function tell(message: object): void {
  process.send?.(JSON.stringify(message));
}

export function endWithDriver(): void {
  process.on('disconnect', () => process.exit());
}
