import type { Reaction } from '../core/replay/reaction.ts';
import type { RecordedServer } from '../core/replay/recorded-server.ts';
import { reactionText, requestName } from '../core/replay/said.ts';
import { safeText } from '../core/safe-text.ts';

/** Lines for what was never asked for, at most. */
const LISTED = 20;

/** What clients asked of a recorded server, and what they did not. */
export function mockSummary(server: RecordedServer): string[] {
  const { script, used, lacking, madeUp } = server;
  const unused = script.reactions.filter((reaction) => !used.has(reaction));
  const lines = [`used      ${used.size} of ${script.reactions.length} recorded answers`];
  if (madeUp > 0) lines.push(`made up   ${madeUp}: Pings, which any server answers`);
  if (lacking > 0) lines.push(`lacking   ${lacking} requests got 500, because the recording has no answer to them`);
  for (const reaction of unused.slice(0, LISTED)) lines.push(`unasked   ${describe(reaction)}`);
  if (unused.length > LISTED) lines.push(`unasked   and ${unused.length - LISTED} more`);
  return lines;
}

function describe(reaction: Reaction): string {
  const { id, row, request, packet, abandoned } = reaction;
  const session = row.exchange.session === undefined ? '' : ` of ${row.exchange.session}`;
  const why = abandoned ? ', which the client broke off itself' : '';
  return safeText(`${id}${session}: ${requestName(request.head, packet)} → ${reactionText(reaction)}${why}`);
}
