import { formatHresult } from '../bits/hresult.ts';
import type { Ack } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { type RefusalCause, refusalCause } from '../bits/refusal.ts';
import { isOver, type Session } from '../bits/session.ts';
import { isPassing } from '../codes/statuses.ts';
import type { Case } from './case.ts';
import { bytes } from './number.ts';
import { type Blame, defineRule, type Severity } from './rule.ts';

type Uploading = 'create-session' | 'fragment' | 'close-session' | 'cancel-session';
type Rejected = {
  packet: Uploading;
  cause: RefusalCause;
  status: number;
  code?: string;
  /** What else we found in the request: the likely reason. */
  broken?: string;
  /** What was acknowledged in a session that is lost. */
  acknowledged?: bigint;
};

interface Meaning {
  /** `error` where clients give up. */
  readonly severity: Severity;
  readonly blames: Blame;
  readonly what: string;
  readonly remedy: string;
  /** A request at fault can lead to it, so that its own finding says it better. */
  readonly of?: 'request';
}

// biome-ignore format: a table
const MEANINGS: Readonly<Record<RefusalCause, Meaning>> = {
  'application': { severity: 'warning', blames: 'server',
    what: 'The application behind the server refused the upload.',
    remedy: 'Look into its log; the server only passes its status on.' },
  'application-timeout': { severity: 'warning', blames: 'server',
    what: 'The application behind the server did not answer in time.',
    remedy: 'Let it answer within 5 minutes; the client sends the last Fragment again, so that it may be told twice.' },
  'session-lost': { severity: 'note', blames: 'server',
    what: 'The server no longer knows the session, and the client must start over.',
    remedy: 'Check BITSSessionTimeout, recycling of the application pool, and in a farm BITSHostId.' },
  'too-large': { severity: 'error', blames: 'server',
    what: 'The file or the Fragment is above the limit of the server.',
    remedy: 'Raise BITSMaximumUploadSize, or maxAllowedContentLength in IIS Request Filtering, if files of this size are wanted.' },
  'disk-full': { severity: 'warning', blames: 'server',
    what: 'The disk of the server is full.',
    remedy: 'Free space on the volume of the virtual directory, and let the clean-up of BITS sessions run.' },
  'execute-permission': { severity: 'error', blames: 'server',
    what: 'Script or execute permission is on for the virtual directory, and BITS then accepts no uploads.',
    remedy: 'Turn both off in the handler permissions of this directory.' },
  'uploads-off': { severity: 'error', blames: 'server',
    what: 'BITS uploads are not turned on for this virtual directory.',
    remedy: 'Turn on BITSUploadEnabled there: in IIS Manager, BITS Uploads.' },
  'forbidden': { severity: 'error', blames: 'server',
    what: 'The user may not write there, or the file exists and must not be replaced.',
    remedy: 'Give the user Write permission on the folder, or turn BITSAllowOverwrites on.' },
  'exists': { severity: 'error', blames: 'server',
    what: 'The file exists and must not be replaced.',
    remedy: 'Upload under another name, or turn BITSAllowOverwrites on.' },
  'not-there': { severity: 'error', blames: 'server',
    what: 'The URL does not exist, or BITS uploads are not turned on there: IIS 7 and later answer both with 404.',
    remedy: 'Check the URL of the job, and BITSUploadEnabled of the virtual directory.' },
  'request-limit': { severity: 'error', blames: 'server', of: 'request',
    what: 'IIS answers so when the request is above its limit, 30,000,000 bytes unless set otherwise.',
    remedy: 'Raise maxAllowedContentLength in Request Filtering; the log has sub-status 13 then.' },
  'file-gone': { severity: 'error', blames: 'server', of: 'request',
    what: 'The uploaded file is gone from the server, so that nothing can be published.',
    remedy: 'Look for a clean-up task or a virus scanner that deletes files under BITS-Sessions.' },
  'fragment-too-large': { severity: 'warning', blames: 'server',
    what: 'The Fragment is above the limit of the server or of a proxy before it; clients go on with smaller ones.',
    remedy: 'Raise the body limit of every hop.' },
  'length-refused': { severity: 'error', blames: 'server', of: 'request',
    what: 'The server misses a Content-Length: of this request, or of the answer that the application gave it.',
    remedy: 'Look for a proxy that removes the header, and at the answer of the application to the last Fragment.' },
  'bad-request': { severity: 'error', blames: 'server', of: 'request',
    what: 'The server calls the request invalid.',
    remedy: 'Windows also means by it: a header value above 4 KB, a destination that is a folder, or a reply URL above 2,200 characters.' },
  'unavailable': { severity: 'warning', blames: 'server',
    what: 'The server or a proxy before it can not answer now; clients try again later.',
    remedy: 'Look for a stopped application pool, an overloaded server or a proxy without a backend.' },
  'failed': { severity: 'warning', blames: 'server', of: 'request',
    what: 'The server failed without a code that says why; clients try again later.',
    remedy: 'Look into the log of the server at this time.' },
};

export const uploadRejected = defineRule<Uploading, Rejected>({
  id: 'upload-rejected',
  on: ['create-session', 'fragment', 'close-session', 'cancel-session'],
  answered: ['refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ packet, cause }) => `${packet} ${cause}`,
  severity: severityOf,
  blames: ({ cause, broken }) => (broken === undefined ? MEANINGS[cause].blames : 'client'),
  confidence: ({ cause }) => (MEANINGS[cause].of === 'request' ? 'likely' : 'certain'),
  listed: { severity: 'error', blames: 'server', confidence: 'certain' },
  source: '[BUP §2.2.1.2, §3.3.6], [DOC bits-return-values], [DOC handling-server-application-errors]',
  title: 'Upload rejected',
  why: 'After an error such as 400, 403, 404 or 501 the client gives the upload up; after most 5xx it tries again, every 10 minutes for up to 14 days.',
  fix: 'The finding names the cause that belongs to status and code, and its remedy. It is nearly always a setting of the server or of its BITS extension.',
  reality:
    'IIS 6 answers 501 where uploads are off, IIS 7 and later 404. The specification has 403 for a file that exists, the documentation 409. Both 0x80070070 and 0x80070112 are seen for a full disk.',
  check(judged) {
    const { ack, request, server, faults, before } = judged;
    if (ack.type === 'no-ack' || !(ack.bits || server.acknowledgedBits)) return undefined;
    const cause = refusalCause(ack, request);
    if (cause === undefined || isSaidBetter(cause, judged)) return undefined;
    const broken = MEANINGS[cause].of === 'request' ? faults.map(({ rule }) => rule).join(', ') : '';
    return {
      ...{ packet: request.type, cause, ...answerOf(ack) },
      ...(broken && { broken }),
      ...(cause === 'session-lost' && { acknowledged: before.coverage.acknowledged }),
    };
  },
  message({ packet, cause, status, code, broken, acknowledged }) {
    const { what, remedy } = MEANINGS[cause];
    const refused = `${PACKET_NAMES[packet]} was refused with ${status}${code === undefined ? '' : ` and ${code}`}.`;
    const lost = acknowledged === undefined ? '' : ` ${bytes(acknowledged)} were acknowledged and must be sent again.`;
    return `${refused} ${what}${lost} ${broken === undefined ? remedy : `It may mean what was found in the request: ${broken}.`}`;
  },
});

function answerOf({ status, error }: Ack): Pick<Rejected, 'status' | 'code'> {
  return error?.code === undefined ? { status } : { status, code: formatHresult(error.code) };
}

function severityOf({ cause, status }: Rejected): Severity {
  if (cause === 'application') return isPassing(status) ? 'warning' : 'error';
  return MEANINGS[cause].severity;
}

function isSaidBetter(cause: RefusalCause, { request, faults, before }: Case): boolean {
  if (cause === 'session-lost') return request.type === 'cancel-session' || wasExpected(before);
  return MEANINGS[cause].of === 'request' && faults.some(({ severity, blames }) => severity === 'error' && blames === 'client');
}

/** An id that was never seen or has ended, or a Close-Session again, whose first may have done its work: other rules say it. */
function wasExpected(before: Session): boolean {
  return isOver(before) || before.end !== undefined || !before.seenFromStart;
}
