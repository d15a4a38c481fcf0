import { defineRule } from './rule.ts';

/** What filters and servers answer to a method that they don't know or allow. */
const METHOD_REFUSED: ReadonlySet<number> = new Set([405, 501]);
const USUAL: ReadonlySet<number> = new Set([400, 403, 404]);

type Blocked = { status: number; server?: string; via?: string };

export const verbBlocked = defineRule<'ping' | 'create-session' | 'fragment' | 'close-session' | 'cancel-session' | 'malformed', Blocked>({
  id: 'verb-blocked',
  on: ['ping', 'create-session', 'fragment', 'close-session', 'cancel-session', 'malformed'],
  about: 'answer',
  severity: 'error',
  blames: ({ via }) => (via === undefined ? 'server' : 'intermediary'),
  confidence({ status }) {
    if (METHOD_REFUSED.has(status)) return 'certain';
    return USUAL.has(status) ? 'likely' : 'guess';
  },
  source: '[BUP §2.2.1], [DOC setting-up-the-server-for-uploads]',
  title: 'BITS_POST is blocked',
  why: 'Nobody who speaks BITS saw the packet: request filtering, a firewall, a reverse proxy or a web server without BITS refused it. No upload can begin.',
  fix: 'Allow the method BITS_POST on every hop (IIS: Request Filtering, UrlScan), and turn on BITS uploads for this virtual directory. The Server and Via headers of the answer tell who refused.',
  check({ ack, server }) {
    if (ack.type === 'no-ack' || ack.status < 400 || ack.bits || server.acknowledgedBits) return undefined;
    const { status, serverAgent, via } = ack;
    return { status, ...(serverAgent !== undefined && { server: serverAgent }), ...(via !== undefined && { via }) };
  },
  message({ status, server, via }) {
    const who = [server, via === undefined ? undefined : `via ${via}`].filter((part) => part !== undefined).join(', ');
    return `Answered with ${status} and no BITS header${who ? ` by ${who}` : ''}.`;
  },
});
