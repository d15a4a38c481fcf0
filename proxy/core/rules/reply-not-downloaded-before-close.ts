import { sameHost } from '../bits/host-id.ts';
import type { Reply } from '../bits/reply.ts';
import { isOver, type Session } from '../bits/session.ts';
import { bytes, grouped } from './number.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `hidden`: the client could have fetched it past us. */
type Undelivered = { url: string; fetched: bigint; length?: bigint; view: 'open' | 'hidden' };

export const replyNotDownloadedBeforeClose = defineRule<'close-session', Undelivered>({
  id: 'reply-not-downloaded-before-close',
  on: ['close-session'],
  about: 'request',
  severity: ({ view }) => (view === 'open' ? 'error' : 'note'),
  blames: 'client',
  confidence: ({ view }) => (view === 'open' ? 'certain' : 'guess'),
  listed: { severity: 'error', confidence: 'certain' },
  source: '[BUP §2.2.8, §3.2.5.2.7], [DOC close-session]',
  title: 'Closed before the reply was downloaded',
  why: 'The server deletes the reply when the session closes. What the application answered to this upload is lost.',
  fix: 'Download all of BITS-Reply-URL with GET, compare its length, and only then send Close-Session.',
  reality:
    'Windows downloads the reply in ranges and closes then. A static reply (BITS-Static-Response-URL) is not deleted; the wire does not tell it from another.',
  check({ before }) {
    if (!before.reply || before.reply.complete || isOver(before)) return undefined;
    const { url, fetched, length } = before.reply;
    return {
      url: quoted(url),
      fetched,
      ...(length !== undefined && { length }),
      view: isOnOurWay(before.reply, before) ? 'open' : 'hidden',
    };
  },
  message({ url, fetched, length, view }) {
    const much = length === undefined ? bytes(fetched) : `${grouped(fetched)} of ${bytes(length)}`;
    const caveat = view === 'open' ? '' : ' The client may have fetched it past us, from a host that it did not address here.';
    return `Closed with ${much} of the reply downloaded (${url}).${caveat}`;
  },
});

/** A download from a host that the client addresses through the tap is seen; HTTPS and other hosts go another way. */
function isOnOurWay({ href }: Reply, { hosts, url }: Session): boolean {
  const replyHost = hostOf(href);
  return replyHost !== undefined && [hostOf(url), ...hosts].some((host) => host !== undefined && sameHost(host, replyHost));
}

function hostOf(href: string | undefined): string | undefined {
  return /^http:\/\/([^/?#]+)/i.exec(href ?? '')?.[1];
}
