/** Any error value or status in words. */
import { formatErrorContext, formatHresult } from '../bits/hresult.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { AckAnswer } from './ack-answer.ts';
import { ACK_ANSWERS } from './ack-answers.ts';
import type { Cause, Emitter, Explanation, HresultEntry } from './explanation.ts';
import { hresultFields, WIN32 } from './hresult-fields.ts';
import { hresultOfStatus, knownHresult, statusOfHresult } from './hresults.ts';
import { client, server } from './remedy.ts';
import { reactionTo, saysNo, statusEntry } from './statuses.ts';

/** An HTTP status that answers a BITS packet. */
export function explainStatus(status: number): Explanation {
  const { name, meaning } = statusEntry(status);
  const answers = ACK_ANSWERS.filter(({ statuses }) => statuses.includes(status));
  const reaction = reactionTo(status);
  return {
    kind: 'status',
    code: status,
    title: `HTTP ${status}`,
    names: name === '' ? [] : [name],
    meaning,
    from: sendersOf(status),
    ...(reaction !== '' && { reaction }),
    causes: answers.map((answer) => ({ ...whenOf(answer, 'status'), text: answer.means, remedies: answer.remedies })),
    remedies: [],
    caveats: [],
    source: joined([...answers.map(({ source }) => source), ...(saysNo(status) ? ['[DOC handling-server-application-errors]'] : [])]),
  };
}

function sendersOf(status: number): readonly Emitter[] {
  if (!saysNo(status)) return ['server'];
  if (status === 407 || status === 502 || status === 504) return ['intermediary', 'server'];
  return ['server', 'application', 'intermediary'];
}

/** An error value: from the table, computed from a status, or by what its bits say. */
export function explainHresult(code: number): Explanation {
  const known = knownHresult(code);
  if (known) return fromTable(known);
  const status = statusOfHresult(code);
  return status === undefined ? fromBits(code) : fromStatus(code, status);
}

function fromTable({ code, names, meaning, from, reaction, causes = [], caveats = [], source }: HresultEntry): Explanation {
  const answers = ACK_ANSWERS.filter(({ errors }) => errors?.includes(code));
  const onTheWire = answers.map((answer): Cause => ({ ...whenOf(answer, 'error'), text: answer.means, remedies: answer.remedies }));
  return {
    ...{ kind: 'hresult', code, title: formatHresult(code), names, meaning, from },
    ...(reaction !== undefined && { reaction }),
    causes: [...onTheWire, ...causes],
    remedies: [],
    caveats,
    source: joined([source, ...answers.map((answer) => answer.source)]),
  };
}

/** What stands beside the status or error that is explained, and in which Acks. */
function whenOf({ statuses, acks, final, bare, errors, context }: AckAnswer, asked: 'status' | 'error'): { readonly when?: string } {
  const packets = final ? 'the last Fragment' : acks?.map((type) => PACKET_NAMES[type]).join(', ');
  const values = asked === 'error' ? statuses.map((status) => `HTTP ${status}`) : (errors ?? []).map(formatHresult);
  const beside = [values.join(' or '), context === undefined ? '' : `context ${formatErrorContext(context)}`].filter(Boolean);
  const parts = [
    packets === undefined ? '' : `in the Ack to ${packets}`,
    beside.length === 0 ? '' : `with ${beside.join(', ')}`,
    bare ? 'without any BITS header' : '',
  ].filter(Boolean);
  return parts.length === 0 ? {} : { when: parts.join(', ') };
}

function fromStatus(code: number, status: number): Explanation {
  const known = explainStatus(status);
  return {
    ...known,
    ...{ kind: 'hresult', code, title: formatHresult(code), names: [`BG_E_HTTP_ERROR_${status}`] },
    meaning: `the client got ${[known.title, ...known.names].join(' ')}: ${known.meaning}`,
    from: ['client-log'],
    caveats: ['It does not belong in the error header of an Ack: the status line says it already.'],
    source: joined(['[MSG]', known.source]),
  };
}

function fromBits(code: number): Explanation {
  const { severity, origin, facility, facilityName, number } = hresultFields(code);
  const common = { kind: 'hresult', code, title: formatHresult(code), names: [] } as const;
  const where = `facility ${facility}${facilityName === undefined ? '' : ` (${facilityName})`}, number ${number}`;
  if (origin === 'vendor') {
    const remedies = [server('Ask whoever made the server: vendors may define codes of their own if they set bit 29.')];
    return {
      ...common,
      meaning: `a ${severity} code of a vendor: ${where}`,
      from: ['server'],
      causes: [],
      remedies,
      caveats: [],
      source: '[BUP §1.8]',
    };
  }
  const isWin32 = severity === 'failure' && facility === WIN32;
  return {
    ...common,
    meaning: isWin32 ? `Win32 error ${number}` : `a ${severity} code that no source of ours names: ${where}`,
    from: [],
    causes: [],
    remedies: isWin32 ? [client(`On Windows, "net helpmsg ${number}" prints what it means.`)] : [],
    caveats:
      severity === 'success' ? ['Bit 31 is clear, so it tells of no failure. Some servers send 1 in the error header of a success.'] : [],
    source: '',
  };
}

/** What `BG_E_HTTP_ERROR_404` stands for. */
export function hresultOfHttpName(name: string): number | undefined {
  const status = /^BG_E_HTTP_ERROR_([1-9]\d\d)$/i.exec(name)?.[1];
  return status === undefined ? undefined : hresultOfStatus(Number(status));
}

function joined(sources: readonly string[]): string {
  return [...new Set(sources)].join(', ');
}
