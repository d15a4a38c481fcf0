import { HOST } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule, type Severity } from './rule.ts';

/** `form`: a target in absolute form names the host all the same; Host is required beside it. */
type Hostless = { version: string; header: 'missing' | 'empty'; form: 'origin' | 'absolute'; target: string };

export const hostMissing = defineRule<RequestPacket['type'], Hostless>({
  id: 'host-missing',
  on: EVERY_PACKET,
  about: 'request',
  once: 'session',
  onceFor: (evidence) => (severityOf(evidence) === 'note' ? 'note' : undefined),
  severity: severityOf,
  listed: { severity: 'error' },
  blames: 'client',
  confidence: 'certain',
  source: '[R2616 §14.23], [BUP §2.2.1]',
  title: 'Request without Host',
  why: 'A server in HTTP/1.1 has to answer 400 to a request without Host, also where the target names the host. One with several sites would not know which is meant.',
  fix: 'Send Host with the host of the URL, and with its port where that is not 80 or 443.',
  reality: 'Windows sends it in every packet.',
  check({ request: { host, target }, exchange: { request } }) {
    const absolute = !target.startsWith('/') && host !== undefined;
    if (!request || (host !== undefined && !absolute)) return undefined;
    const value = header(request.head.headers, HOST);
    if (value) return undefined;
    const { version } = request.head;
    return { version, header: value === undefined ? 'missing' : 'empty', form: absolute ? 'absolute' : 'origin', target: quoted(target) };
  },
  message({ version, header: state, form }) {
    const named = form === 'absolute' ? ' Its target names one.' : '';
    return `The HTTP/${version} request has ${state === 'missing' ? 'no' : 'an empty'} Host.${named}`;
  },
});

function severityOf({ version }: Hostless): Severity {
  return version === '1.1' ? 'error' : 'note';
}
