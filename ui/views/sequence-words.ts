import type { Interruption } from '../../proxy/core/facts/session-facts.ts';
import type { Finding, Severity } from '../../proxy/core/rules/rule.ts';
import { safeText } from '../../proxy/core/safe-text.ts';
import { type Connection, SEVERITIES } from '../../proxy/core/timeline.ts';
import { formatCount, formatDuration, formatMoment } from '../parts/format.ts';
import type { PacketLine } from '../state/lines.ts';
import type { Break } from '../state/time-axis.ts';
import { cutOffLabel } from './cut-off.ts';
import { describeLine } from './describe-line.ts';

/** What a compressed stretch was, and what broke off before it. */
export function breakWords({ kind, from, until, after }: Break, interruptions: readonly Interruption[]): string {
  const lasted = formatDuration(until - from);
  if (kind === 'transfer') return `${lasted} on its way`;
  if (kind === 'wait') return `${lasted} waiting for the answer`;
  const interruption = interruptions.find(({ exchange }) => exchange === after?.row.exchange.id);
  return interruption ? `${lasted} silent, ${resumedWords(interruption)}` : `${lasted} silent`;
}

function resumedWords({ given, asked }: Interruption): string {
  if (given === undefined) return 'then back';
  return `resumed at ${formatCount(given)}${asked !== undefined && asked !== given ? `, not at ${formatCount(asked)}` : ''}`;
}

/** A line for who hears it: everything that is drawn. */
export function stepWords(line: PacketLine, found: number, comment?: string): string {
  const { from, type, offset, status, latency } = describeLine(line);
  const whence = { client: 'from client', server: 'from server', nobody: 'nothing came' }[from];
  const parts = [`${line.number} ${type}`, whence, offset, status === '—' ? undefined : status, latency && `after ${latency}`];
  if (found > 0) parts.push(found === 1 ? '1 finding' : `${found} findings`);
  parts.push(markWords(comment));
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

/** That it is marked, and what with. */
function markWords(comment: string | undefined): string | undefined {
  return comment === '' ? 'marked' : comment && `comment: ${safeText(comment.replaceAll('\n', ' ')).slice(0, 500)}`;
}

/** From when to when a connection was open, and how it ended. */
export function trackWords({ id, client, openedAt, closedAt, closedBy, how }: Connection, zone: 'local' | 'utc'): string {
  const opened = `${id} from ${client}: opened ${formatMoment(openedAt, zone)}`;
  if (closedAt === undefined || closedBy === undefined || how === undefined) return `${opened}, still open`;
  return `${opened}, ${cutOffLabel({ by: closedBy, how })} after ${formatDuration(closedAt - openedAt)}`;
}

/** A shape for each, as on the badges. */
export const SEVERITY_SIGNS: Readonly<Record<Severity, string>> = { error: '✕', warning: '▲', note: '•' };

/** What is pinned where it arose: the heaviest, and how many more. */
export function pinWords(found: readonly Finding[], form: 'rule' | 'sign'): string {
  const worst = SEVERITIES.map((severity) => found.find((finding) => finding.severity === severity)).find(
    (finding) => finding !== undefined,
  );
  if (!worst) return '';
  const sign = SEVERITY_SIGNS[worst.severity];
  if (form === 'sign') return found.length > 1 ? `${sign}${found.length}` : sign;
  return `${sign} ${worst.rule}${found.length > 1 ? ` +${found.length - 1}` : ''}`;
}
