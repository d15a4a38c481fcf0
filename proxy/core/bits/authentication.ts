/** Challenges and credentials, as far as they tell how a handshake goes; what they hold is nobody's business. */
import { type Header, header, headerAll } from '../http/message.ts';
import { AUTHORIZATION, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, WWW_AUTHENTICATE } from './headers.ts';

/** A scheme by name; one that is unknown is not repeated, because it may be a secret that was put in the wrong place. */
export type Scheme = 'Basic' | 'Digest' | 'NTLM' | 'Negotiate' | 'Bearer' | 'other';

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['basic', 'Basic'],
  ['digest', 'Digest'],
  ['ntlm', 'NTLM'],
  ['negotiate', 'Negotiate'],
  ['bearer', 'Bearer'],
]);

/** What a client sends for a server that challenges with 401, or for a proxy that challenges with 407. */
export function credentialsIn(headers: readonly Header[], status: number): string | undefined {
  return header(headers, status === 407 ? PROXY_AUTHORIZATION : AUTHORIZATION);
}

/** The challenges of an answer with this status, one each; one line may hold several. */
export function challengesIn(headers: readonly Header[], status: number): readonly string[] {
  const lines = headerAll(headers, status === 407 ? PROXY_AUTHENTICATE : WWW_AUTHENTICATE);
  return lines.flatMap((line) => line.split(',')).map((challenge) => challenge.trim());
}

export function schemeOf(value: string): Scheme {
  const blank = value.indexOf(' ');
  return SCHEMES.get((blank < 0 ? value : value.slice(0, blank)).toLowerCase()) ?? 'other';
}

/** Whether a challenge or credentials belong to a scheme that authenticates the connection, not the request [BUP §2.2.4]. */
export function isOfConnection(value: string): boolean {
  const scheme = schemeOf(value);
  return scheme === 'NTLM' || scheme === 'Negotiate';
}

/** Whether a challenge is the next step of a handshake that has begun, and no refusal. */
export function continuesHandshake(challenge: string): boolean {
  return isOfConnection(challenge) && tokenOf(challenge) !== '';
}

/** `NTLMSSP`, a zero, and the type of the message, in base64. */
const NTLM_SIGNATURE = 'TlRMTVNTUAA';

/**
 * Which of the three NTLM messages a header carries, bare or inside Negotiate: 1 from the client, 2 from the server, 3
 * from the client. Inside SPNEGO it can't be told from Kerberos: nothing then.
 */
export function ntlmMessage(value: string): 1 | 2 | 3 | undefined {
  const token = isOfConnection(value) ? tokenOf(value) : '';
  if (!token.startsWith(NTLM_SIGNATURE)) return undefined;
  const type = token.charAt(NTLM_SIGNATURE.length);
  if (type === 'B') return 1;
  if (type === 'C') return 2;
  return type === 'D' ? 3 : undefined;
}

function tokenOf(value: string): string {
  const blank = value.indexOf(' ');
  return blank < 0 ? '' : value.slice(blank + 1).trim();
}
