/** What a client is, as far as its user agent tells. */
export interface BitsVersion {
  /** `BITS`; an agent that is none, as it was sent. */
  readonly product: string;
  /** As Microsoft numbers it, which is not the number on the wire. */
  readonly version?: string;
  /** The Windows versions that it came with. */
  readonly windows?: string;
  /** What it means for uploads. */
  readonly note?: string;
}

type Row = readonly [agent: string, version: string, windows: string, note?: string];

const NO_UPLOADS = 'This version can not upload.';
const SMALL_FRAGMENTS = 'Fragments have at most 128 KB.';

/**
 * The agent's number is the version of QMgr.dll. Sources: [DOC what-s-new], [DOC determining-the-version-of-bits-on-a-computer],
 * fragment sizes [BUP <10>, <16>].
 */
// biome-ignore format: a table
const VERSIONS: readonly Row[] = [
  ['6.0', '1.0',                      'Windows XP',                             NO_UPLOADS],
  ['6.2', '1.2',                      'Windows XP SP1',                         NO_UPLOADS],
  ['6.5', '1.5',                      'Windows Server 2003, an update for XP',  `The first that can upload. ${SMALL_FRAGMENTS}`],
  ['6.6', '2.0',                      'Windows XP SP2, Server 2003 SP1',        SMALL_FRAGMENTS],
  ['6.7', '2.5',                      'Windows XP SP3, updates for XP and 2003'],
  ['7.0', '3.0',                      'Windows Vista, Server 2008'],
  ['7.5', '4.0',                      'Windows 7, Server 2008 R2'],
  ['7.7', '5.0',                      'Windows 8, Server 2012'],
  ['7.8', '5.0, or 10.1 and later',   'Windows 10 and later, Server 2016 and later', 'BITS 5.0 and 10.x name themselves alike.'],
];

const BY_AGENT = new Map(VERSIONS.map((row) => [row[0], row]));

const BITS_AGENT = /^Microsoft BITS\/(\d{1,4}\.\d{1,4})$/i;

/** Which BITS a user agent stands for; agents of others, and numbers that nobody has documented, are given back as they are. */
export function bitsVersion(userAgent: string): BitsVersion {
  const number = BITS_AGENT.exec(userAgent.trim())?.[1];
  if (number === undefined) return { product: userAgent };
  const row = BY_AGENT.get(number);
  if (!row) return { product: userAgent, note: 'No version that Microsoft has documented.' };
  const [, version, windows, note] = row;
  return { product: 'BITS', version, windows, ...(note !== undefined && { note }) };
}
