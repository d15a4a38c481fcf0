import { credentialsIn, isOfConnection } from '../bits/authentication.ts';
import { isChallenge } from '../bits/refusal.ts';
import type { Header } from '../http/message.ts';

/**
 * How far a connection's handshake has come, by counting and not by what credentials hold: another client has others, and a
 * recording may hide them.
 */
export class Handshake {
  /** Credentials of the connection, NTLM's for one, were accepted: requests without any pass [BUP §2.2.4]. */
  #passed = false;
  /** Challenges in a row to requests with credentials. */
  #tries = 0;

  /** Where a request with these headers stands; requests of different connections that stand alike are answered alike. */
  stageOf(headers: readonly Header[]): string {
    const tried = credentials(headers) === undefined ? 0 : this.#tries + 1;
    return `${this.#passed ? 'passed' : 'new'} ${tried}`;
  }

  /** The request with these headers got this status. */
  answered(headers: readonly Header[], status: number): void {
    const given = credentials(headers);
    if (isChallenge(status)) {
      this.#passed = false;
      this.#tries = given === undefined ? 0 : this.#tries + 1;
      return;
    }
    this.#tries = 0;
    if (given !== undefined && isOfConnection(given)) this.#passed = true;
  }
}

function credentials(headers: readonly Header[]): string | undefined {
  return credentialsIn(headers, 401) ?? credentialsIn(headers, 407);
}
