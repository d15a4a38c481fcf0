import type { ByteRange } from '../core/bits/range.ts';
import { rangeLength } from '../core/bits/range.ts';
import type { PayloadPlan } from '../core/payload.ts';
import { lineText } from '../core/report/line-text.ts';
import { bytes, grouped } from '../core/rules/number.ts';
import type { SessionView } from '../core/timeline.ts';
import type { ComparedCopies } from '../exports/compare-copies.ts';
import type { Rebuilt, RebuiltHole } from '../exports/rebuild.ts';

export interface PayloadResult {
  readonly session: SessionView;
  readonly part: 'upload' | 'reply';
  readonly plan: PayloadPlan;
  readonly rebuilt: Rebuilt;
  readonly copies: ComparedCopies;
  /** Where it was written. */
  readonly output?: string;
}

/** How many holes are listed. */
const LISTED = 100;

/** Why bytes are missing. */
const HOLES: Readonly<Record<RebuiltHole['kind'], string>> = {
  unseen: 'nobody sends them in this traffic',
  unacknowledged: 'they were sent, and the server never acknowledged them',
  cut: 'they were sent, but not recorded',
};

/** What became of it, line by line. */
export function* payloadText(result: PayloadResult): Iterable<string> {
  const { plan, rebuilt, output } = result;
  yield `${nameOf(result)}: ${sizeText(result)}\n`;
  for (const doubt of plan.doubts) yield `  ${doubt}\n`;
  yield* holesText(rebuilt.holes);
  yield* copiesText(result.copies);
  if (rebuilt.sha256 !== undefined) yield `SHA-256 ${rebuilt.sha256}${rebuilt.complete ? '' : ', with zeros for what is missing'}\n`;
  if (output !== undefined) yield `Written to ${lineText(output)}${rebuilt.complete ? '' : ', with zeros for what is missing'}.\n`;
  else if (!rebuilt.complete && plan.total !== undefined) yield 'Nothing was written: --partial --output FILE writes it as it is.\n';
}

function nameOf({ session, part }: PayloadResult): string {
  const { id, fileName, sessionId } = session;
  const ids = sessionId === undefined ? id : `${id}, ${lineText(sessionId)}`;
  return `${part === 'reply' ? 'The reply to ' : ''}${lineText(fileName)} (${ids})`;
}

function sizeText({ part, plan: { total }, rebuilt: { complete, holes } }: PayloadResult): string {
  if (total === undefined) return part === 'reply' ? 'there is none in this traffic.' : 'no Fragment tells what its size is.';
  if (complete) return `complete, ${bytes(total)}.`;
  const missing = holes.reduce((sum, hole) => sum + rangeLength(hole), 0n);
  return `incomplete, ${missing === 0n ? '' : `${grouped(total - missing)} of `}${bytes(total)}.`;
}

function* holesText(holes: readonly RebuiltHole[]): Iterable<string> {
  for (const hole of holes.slice(0, LISTED)) yield `  Missing: ${rangeText(hole)}: ${HOLES[hole.kind]}.\n`;
  if (holes.length > LISTED) yield `  Missing: ${holes.length - LISTED} more ranges.\n`;
}

function* copiesText({ differences, different, compared, notCompared, more }: ComparedCopies): Iterable<string> {
  if (compared > 0n)
    yield `  Sent more than once: ${bytes(compared)}, ${different === 0n ? 'the same' : `${grouped(different)} of them different`}.\n`;
  for (const { first, last, kept, other } of differences)
    yield `  Different: ${rangeText({ first, last })}: those of ${kept} count, ${other} has others.\n`;
  if (more > 0) yield `  Different: ${more} more ranges.\n`;
  if (notCompared > 0n) yield `  Sent more than once, but not recorded each time: ${bytes(notCompared)}.\n`;
}

function rangeText({ first, last }: ByteRange): string {
  return first === last ? `byte ${grouped(first)}` : `bytes ${grouped(first)} to ${grouped(last)}`;
}
