/** The client went away in the middle of a request: there is nobody to answer. */
export class Interrupted extends Error {
  constructor(options?: ErrorOptions) {
    super('the client ended its connection', options);
    this.name = 'Interrupted';
  }
}
