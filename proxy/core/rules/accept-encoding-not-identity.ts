import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

export const acceptEncodingNotIdentity = defineRule({
  id: 'accept-encoding-not-identity',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.3.1, <7>], [DOC ack-for-create-session]',
  title: 'Server invites encoded Fragments',
  why: 'Accept-Encoding in this Ack says how Fragments may be encoded. A client that takes the offer sends compressed bytes; a server that did not mean it stores them as they are.',
  fix: 'Send Accept-Encoding: identity, or none. If the server does, look for a CDN or a proxy that adds codings.',
  reality: 'Windows servers send identity. Windows clients never encode a Fragment, whatever is offered.',
  check({ ack }) {
    if (ack.type !== 'create-session-ack' || ack.acceptEncoding === undefined || ack.acceptEncoding === 'identity') return undefined;
    return ack.acceptEncoding.split(',').some(isOffer) ? { acceptEncoding: quoted(ack.acceptEncoding) } : undefined;
  },
  message: ({ acceptEncoding }) => `The Ack to Create-Session accepts more than identity: ${acceptEncoding}.`,
});

/** With the weight 0 a coding is refused [RFC 9110 §12.4.2]. */
function isOffer(text: string): boolean {
  const [coding = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  return coding !== '' && coding !== 'identity' && !parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter));
}
