import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** What filters and servers answer to a method that they don't know or allow. */
const METHOD_REFUSED: ReadonlySet<number> = new Set([405, 501]);
const USUAL: ReadonlySet<number> = new Set([400, 403, 404]);

type Blocked = { status: number; server?: string; via?: string };

export const verbBlocked = defineRule<RequestPacket['type'], Blocked>({
  id: 'verb-blocked',
  on: EVERY_PACKET,
  answered: ['refused'],
  about: 'answer',
  severity: 'error',
  blames: ({ via }) => (via === undefined ? 'server' : 'intermediary'),
  confidence({ status }) {
    if (METHOD_REFUSED.has(status)) return 'certain';
    return USUAL.has(status) ? 'likely' : 'guess';
  },
  listed: { blames: 'server' },
  source: '[BUP §2.2.1], [DOC setting-up-the-server-for-uploads]',
  title: 'BITS_POST is blocked',
  why: 'Nobody who speaks BITS saw the packet: request filtering, a firewall, a reverse proxy or a web server without BITS refused it. No upload can begin.',
  fix: 'Allow the method BITS_POST on every hop (IIS: Request Filtering, UrlScan), and turn on BITS uploads for this virtual directory. The Server and Via headers of the answer tell who refused.',
  reality:
    'IIS request filtering answers 404, and so does IIS where uploads are not turned on. Node answers 400 by itself, because its parser has a fixed list of methods; so had lighttpd. Gateways answer 502 to 504 when the server behind them is down.',
  check({ ack, server }) {
    if (ack.type === 'no-ack' || ack.status < 400 || ack.bits || server.acknowledgedBits) return undefined;
    const { status, serverAgent, via } = ack;
    return { status, ...(serverAgent !== undefined && { server: quoted(serverAgent) }), ...(via !== undefined && { via: quoted(via) }) };
  },
  message({ status, server, via }) {
    const who = [server, via === undefined ? undefined : `via ${via}`].filter((part) => part !== undefined).join(', ');
    return `Answered with ${status} and no BITS header${who ? ` by ${who}` : ''}.`;
  },
});
