import { challengesIn, continuesHandshake, credentialsIn, isOfConnection } from '../bits/authentication.ts';
import { isChallenge } from '../bits/refusal.ts';
import type { Header, ResponseHead } from '../http/message.ts';

/**
 * How far a connection's handshake has come, by counting and not by what credentials hold: another client has others, and a
 * recording may hide them.
 */
export class Handshake {
  /** Credentials of the connection, NTLM's for one, were accepted: requests without any pass [BUP §2.2.4]. */
  #passed = false;
  /** Requests with credentials since the handshake began, each with a challenge that goes on with it. */
  #steps = 0;

  /** Where a request with these headers stands; requests of different connections that stand alike are answered alike. */
  stageOf(headers: readonly Header[]): string {
    return `${this.#passed ? 'passed' : 'new'} ${credentials(headers) === undefined ? 0 : this.#steps + 1}`;
  }

  /** The request with these headers got this answer. */
  answered(request: readonly Header[], { status, headers }: Pick<ResponseHead, 'status' | 'headers'>): void {
    const given = credentials(request);
    if (!isChallenge(status)) {
      this.#steps = 0;
      if (given !== undefined && isOfConnection(given)) this.#passed = true;
      return;
    }
    this.#passed = false;
    this.#steps = given !== undefined && challengesIn(headers, status).some(continuesHandshake) ? this.#steps + 1 : 0;
  }
}

function credentials(headers: readonly Header[]): string | undefined {
  return credentialsIn(headers, 401) ?? credentialsIn(headers, 407);
}
