import { RECEIVED_RANGE, RECEIVED_RANGE_SIC } from '../bits/headers.ts';
import { formatHostId, parseHostId, sameHost } from '../bits/host-id.ts';
import { formatOffset, parseOffset } from '../bits/range.ts';
import { textOfHead } from '../http/head.ts';
import type { Header, ResponseHead } from '../http/message.ts';
import { withFreshId } from './fresh-id.ts';
import { bareName, type HeaderLine, readRawHead, writeRawHead } from './header-line.ts';

/** What a recorded head must say to another client. What is absent stays as it was recorded. */
export interface HeadChanges {
  /** The session's id then, and now. */
  readonly id?: { readonly recorded: string; readonly given: string };
  readonly nextOffset?: bigint;
  /** `host[:port]` under which the client knows us: what names other hosts would send it away. */
  readonly host?: string;
  readonly date?: string;
  /** `206 Partial Content`, say. */
  readonly status?: string;
  readonly set?: readonly Header[];
  /** Names in lower case. */
  readonly drop?: ReadonlySet<string>;
}

/** A recorded head byte for byte, but for what has to change. */
export function answerHead(head: ResponseHead, changes: HeadChanges): string {
  const raw = readRawHead(textOfHead(head) ?? headText(head));
  const { status = '', set = [], drop } = changes;
  const missing = new Map(set.map((field) => [bareName(field[0]), field] as const));
  const lines: HeaderLine[] = [];
  for (const line of raw.lines) {
    const name = bareName(line.name);
    const field = missing.get(name);
    missing.delete(name);
    if (!drop?.has(name)) lines.push({ ...line, value: field ? field[1] : changedValue(name, line.value, changes) });
  }
  for (const [name, value] of missing.values()) lines.push({ name, before: `${name}: `, value, after: '\r\n' });
  if (status === '') return writeRawHead({ ...raw, lines });
  return writeRawHead({ ...raw, target: status, rest: '\r\n', lines });
}

function changedValue(name: string, value: string, { id, nextOffset, host, date }: HeadChanges): string {
  switch (name) {
    case OFFSETS[0]:
    case OFFSETS[1]:
      return nextOffset === undefined || parseOffset(value) === undefined ? value : formatOffset(nextOffset);
    case 'bits-host-id':
      return host === undefined ? value : ownName(value, host);
    case 'bits-reply-url': {
      const mapped = id ? withFreshId(value, id.recorded, id.given) : value;
      return host === undefined ? mapped : mapped.replace(/^https?:\/\/[^/\\?#]*/i, `http://${host}`);
    }
    case 'date':
      return date ?? value;
    default:
      return id ? withFreshId(value, id.recorded, id.given) : value;
  }
}

const OFFSETS = [bareName(RECEIVED_RANGE), bareName(RECEIVED_RANGE_SIC)] as const;

/** A client goes on at the port that it used when none is named [BUP §2.2.3.2]. */
function ownName(recorded: string, host: string): string {
  const own = parseHostId(host);
  if (!own || sameHost(recorded, host)) return recorded;
  return parseHostId(recorded)?.port === undefined ? formatHostId({ host: own.host }) : formatHostId(own);
}

function headText({ version, status, reason, headers }: ResponseHead): string {
  return [`HTTP/${version} ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}
