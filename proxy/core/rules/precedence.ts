/** One cause, one finding: the most telling rule speaks, those that only see its effects stay silent. */
import type { Judgement, Severity } from './rule.ts';

/** A rule, in one severity or in all; or any error-level finding against the client, because a request at fault explains its refusal. */
type Silencer = { readonly rule: string; readonly as?: Severity } | { readonly any: 'error in the request' };

/** A rule that is silenced, in one severity or in all. */
type Silenced = string | { readonly rule: string; readonly as: Severity };

export interface PrecedenceRow {
  readonly speaks: Silencer;
  readonly silences: readonly Silenced[];
}

const OFFSETS = ['fragment-gap', 'fragment-overlap', 'fragment-duplicate'];
const UNTYPED_NOTE: Silenced = { rule: 'ack-packet-type-missing', as: 'note' };
const PARTIAL_NOTE: Silenced = { rule: 'ack-range-partial', as: 'note' };
/** An error Ack without an offset: it is seldom missed. */
const OFFSET_NOTE: Silenced = { rule: 'missing-received-range', as: 'note' };

/** On one exchange, whatever speaks in a row silences the rules beside it. Rows count from the top: who is silenced silences nobody. */
// biome-ignore format: a table
export const PRECEDENCE: readonly PrecedenceRow[] = [
  // No Ack at all: somebody answered who does not speak BITS, and a page of theirs is one finding, not five.
  { speaks: { rule: 'ack-packet-type-missing', as: 'error' }, silences: ['ack-content-length-invalid', 'missing-protocol-in-ack', 'missing-session-id-in-create-ack', 'missing-received-range'] },
  // The end of a session: what comes after it has no order to break, and a repeat repeats the faults of the first.
  { speaks: { rule: 'packet-after-close' },              silences: ['premature-close-session', 'reply-not-downloaded-before-close', 'zero-length-upload'] },
  { speaks: { rule: 'packet-after-close' },              silences: ['fragment-ignores-server-offset', ...OFFSETS] },
  { speaks: { rule: 'session-id-unknown' },              silences: ['premature-close-session'] },
  { speaks: { rule: 'session-not-found-not-signalled' }, silences: ['premature-close-session'] },
  { speaks: { rule: 'close-retry-violation' },           silences: [{ rule: 'packet-after-close', as: 'note' }] },
  // Offsets: what the server asked for in so many words comes first.
  { speaks: { rule: 'fragment-ignores-server-offset' },  silences: OFFSETS },
  { speaks: { rule: 'content-range-out-of-bounds' },     silences: ['fragment-ignores-server-offset', ...OFFSETS] },
  // A file of 0 bytes: no Content-Range can name it, and a smaller Fragment is what a 413 asks for.
  { speaks: { rule: 'zero-length-upload' },              silences: ['content-range-malformed', 'content-range-out-of-bounds', 'invalid-request-accepted', 'upload-rejected'] },
  { speaks: { rule: 'fragment-not-reduced-after-413' },  silences: ['fragment-size-out-of-range'] },
  // The next offset: what makes a corrupt file, then what goes back, then what does not go on.
  { speaks: { rule: 'packet-after-close' },              silences: ['ack-range-beyond-sent', 'ack-range-regression', 'spurious-416'] },
  { speaks: { rule: 'length-mismatch-accepted' },        silences: ['ack-range-beyond-sent'] },
  { speaks: { rule: 'content-range-length-mismatch' },   silences: [PARTIAL_NOTE] },
  { speaks: { rule: 'ack-range-beyond-sent' },           silences: ['ack-range-regression'] },
  { speaks: { rule: 'ack-range-regression' },            silences: ['spurious-416', PARTIAL_NOTE] },
  { speaks: { rule: 'spurious-416' },                    silences: ['ack-range-stall', 'status-hresult-mismatch'] },
  { speaks: { rule: 'ack-range-partial', as: 'error' },  silences: ['ack-range-stall'] },
  { speaks: { rule: 'ack-range-stall' },                 silences: [PARTIAL_NOTE] },
  // The offer: what the client can't have offered can't be chosen.
  { speaks: { rule: 'supported-protocols-invalid', as: 'error' }, silences: ['no-common-protocol', 'unsupported-protocol-chosen', 'missing-protocol-in-ack'] },
  { speaks: { rule: 'no-common-protocol' },              silences: ['unsupported-protocol-chosen', 'missing-protocol-in-ack'] },
  { speaks: { rule: 'unsupported-protocol-chosen' },     silences: ['missing-protocol-in-ack'] },
  // A session id that is too long has no proper form either.
  { speaks: { rule: 'value-too-long' },                  silences: [{ rule: 'session-id-format', as: 'warning' }] },
  // Refusals: a request at fault, then a refusal by somebody who does not speak BITS.
  { speaks: { any: 'error in the request' },             silences: ['verb-blocked', 'error-details-missing', UNTYPED_NOTE] },
  { speaks: { any: 'error in the request' },             silences: ['spurious-416', 'ack-range-stall', OFFSET_NOTE] },
  { speaks: { rule: 'session-not-found-not-signalled' }, silences: [OFFSET_NOTE] },
  { speaks: { rule: 'upload-rejected' },                 silences: [OFFSET_NOTE] },
  { speaks: { rule: 'verb-blocked' },                    silences: ['session-id-unknown', 'session-not-found-not-signalled', 'incomplete-close-accepted'] },
  { speaks: { rule: 'verb-blocked' },                    silences: ['ack-packet-type-missing', 'upload-rejected', 'ping-rejected', ...OFFSETS] },
  // Authentication: a handshake that was split is refused for that.
  { speaks: { rule: 'ntlm-connection-split' },           silences: ['auth-loop'] },
  // Error headers.
  { speaks: { rule: 'ack-headers-contradict-status' },   silences: ['session-not-found-not-signalled', 'error-header-nonstandard', 'error-context-invalid', 'status-hresult-mismatch', 'error-details-missing'] },
  { speaks: { rule: 'session-not-found-not-signalled' }, silences: ['error-header-nonstandard', 'error-context-invalid', 'status-hresult-mismatch', 'error-details-missing'] },
  { speaks: { rule: 'session-not-found-not-signalled' }, silences: ['ack-packet-type-missing', 'verb-blocked', 'upload-rejected'] },
  { speaks: { rule: 'error-header-nonstandard' },        silences: ['error-context-invalid', 'status-hresult-mismatch', 'error-details-missing'] },
  { speaks: { rule: 'error-context-invalid' },           silences: ['status-hresult-mismatch', 'error-details-missing'] },
  { speaks: { rule: 'status-hresult-mismatch' },         silences: ['error-details-missing'] },
  // What the refusal of somebody who has spoken BITS means is worth more than that it lacks a header.
  { speaks: { rule: 'upload-rejected' },                 silences: [{ rule: 'ack-packet-type-missing', as: 'warning' }, UNTYPED_NOTE] },
  // One fault seen from two sides. A connection that ended after a long wait ended for that.
  { speaks: { rule: 'response-timeout', as: 'error' },   silences: ['exchange-cut-off'] },
  { speaks: { rule: 'response-timeout', as: 'warning' }, silences: ['exchange-cut-off'] },
  { speaks: { rule: 'ack-content-length-invalid', as: 'error' }, silences: ['exchange-cut-off'] },
  { speaks: { rule: 'server-closes-unannounced' },               silences: ['exchange-cut-off'] },
  { speaks: { rule: 'reply-url-malformed', as: 'error' },        silences: ['value-too-long'] },
];

/** What is left of the judgements on one case. */
export function mostTelling(found: readonly Judgement[]): readonly Judgement[] {
  return found.length < 2 ? found : PRECEDENCE.reduce((left, row) => quieten(left, row), found);
}

function quieten(found: readonly Judgement[], { speaks, silences }: PrecedenceRow): readonly Judgement[] {
  const spoken = found.some((judgement) => isBy(judgement, speaks));
  return spoken ? found.filter((judgement) => !silences.some((silenced) => isSilenced(judgement, silenced))) : found;
}

function isBy({ rule, severity, blames }: Judgement, silencer: Silencer): boolean {
  if ('any' in silencer) return severity === 'error' && blames === 'client';
  return rule === silencer.rule && (silencer.as ?? severity) === severity;
}

function isSilenced({ rule, severity }: Judgement, silenced: Silenced): boolean {
  return typeof silenced === 'string' ? rule === silenced : rule === silenced.rule && severity === silenced.as;
}
