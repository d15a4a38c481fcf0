import { UPLOAD_PROTOCOL } from '../../proxy/core/bits/headers.ts';
import { type SessionView, standing } from '../../proxy/core/timeline.ts';
import { formatBytes, formatCount, formatDuration, formatMoment, formatSize } from '../parts/format.ts';
import { coverageSizes, percentOf } from './coverage.ts';
import { agentWords, sizesWords } from './fact-words.ts';

/** One thing that is known of a session. Values may be text from the wire; notes are ours. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** All that is known of a session, in groups. */
export function factGroups(session: SessionView, zone: 'local' | 'utc'): FactGroup[] {
  const groups = [
    { title: 'Upload', facts: uploadFacts(session) },
    { title: 'Bytes', facts: byteFacts(session) },
    { title: 'Course', facts: courseFacts(session, zone) },
    { title: 'Answers', facts: answerFacts(session) },
    { title: 'Client and server', facts: partyFacts(session) },
  ];
  return groups.filter(({ facts }) => facts.length > 0);
}

/** The same as text, for a ticket. */
export function factsText(groups: readonly FactGroup[]): string {
  return groups
    .map(({ title, facts }) =>
      [title, ...facts.map(({ label, value, note }) => `  ${label}: ${value}${note ? ` (${note})` : ''}`)].join('\n'),
    )
    .join('\n');
}

function uploadFacts(session: SessionView): Fact[] {
  return [
    fact('File', session.fileName),
    fact('URL', session.url),
    fact('Session id', session.sessionId ?? 'none', session.sessionId === undefined ? 'no Create-Session was accepted' : undefined),
    fact('Id here', session.id),
    fact('Stands', standing(session), `${session.state} in the specification's machine`),
    ...(session.seenFromStart ? [] : [fact('Beginning', 'not seen')]),
  ];
}

function byteFacts(session: SessionView): Fact[] {
  const { facts, total, fragments } = session;
  const sizes = coverageSizes(session);
  return [
    fact('Size', total === undefined ? 'not known yet' : formatBytes(total), total === undefined ? undefined : formatSize(total)),
    fact('Acknowledged', formatBytes(sizes.acknowledged), percentOf(session)),
    ...some('Sent, not acknowledged', sizes.unacknowledged),
    ...some('Not sent', sizes.missing),
    ...some('Sent more than once', sizes.again, 'distinct bytes'),
    fact('On the wire', formatBytes(facts.bytesSent), 'body bytes of Fragments, each as often as it came'),
    ...some('Of them again', facts.bytesRepeated),
    fact('Fragments', formatCount(fragments), facts.fragmentSizes && sizesWords(facts.fragmentSizes)),
  ];
}

function courseFacts(session: SessionView, zone: 'local' | 'utc'): Fact[] {
  const { facts } = session;
  return [
    fact('Began', formatMoment(session.createdAt, zone)),
    fact('Last seen', formatMoment(session.lastAt, zone)),
    fact('Lasted', formatDuration(session.lastAt - session.createdAt)),
    fact('Packets', formatCount(session.packets)),
    fact('Connections', formatCount(session.connections)),
    fact('Attempts to create it', formatCount(session.attempts)),
    fact('Interruptions', formatCount(facts.interruptions.length + facts.earlierInterruptions)),
    ...(facts.longestSilence
      ? [fact('Longest silence', formatDuration(facts.longestSilence.ms), `before ${facts.longestSilence.exchange}`)]
      : []),
    ...(facts.restarts > 0 ? [fact('Given up before', formatCount(facts.restarts), 'sessions for the same URL')] : []),
    ...(facts.restartedAs === undefined ? [] : [fact('Begun again as', facts.restartedAs)]),
  ];
}

function answerFacts({ facts, lastStatus, reply }: SessionView): Fact[] {
  const { ackLatency } = facts;
  return [
    ...(ackLatency
      ? [
          fact('Ack latency, middle', formatDuration(ackLatency.p50Ms), 'at most 9 % off'),
          fact('Ack latency, 95 of 100', formatDuration(ackLatency.p95Ms), 'at most 9 % off'),
          fact('Ack latency, longest', formatDuration(ackLatency.maxMs)),
        ]
      : []),
    ...(lastStatus === undefined ? [] : [fact('Last status', String(lastStatus))]),
    ...(facts.challenges > 0 ? [fact('Asked for credentials', formatCount(facts.challenges), 'times')] : []),
    ...(reply ? [fact('Reply', replyWords(reply), reply.url)] : []),
  ];
}

function replyWords({ complete, fetched, length }: NonNullable<SessionView['reply']>): string {
  if (complete) return 'fetched';
  if (fetched === 0n) return 'not fetched';
  return `${formatSize(fetched)}${length === undefined ? '' : ` of ${formatSize(length)}`} fetched`;
}

function partyFacts(session: SessionView): Fact[] {
  const { userAgent, serverAgent, hosts, hostId, facts } = session;
  const isUpload = facts.protocol?.toLowerCase() === UPLOAD_PROTOCOL;
  return [
    fact('Client', session.client),
    ...(userAgent === undefined ? [] : [fact('User agent', userAgent, agentWords(userAgent))]),
    fact('Server', session.server),
    ...(serverAgent === undefined ? [] : [fact('Server says', serverAgent)]),
    fact('Hosts named', hosts.join(' → ') || 'none'),
    ...(hostId === undefined ? [] : [fact('Host to use', hostId, 'told by the server')]),
    ...(facts.protocol === undefined ? [] : [fact('Protocol', facts.protocol, isUpload ? 'BITS 1.5 Upload Protocol' : undefined)]),
  ];
}

function some(label: string, bytes: number | bigint, note?: string): Fact[] {
  return BigInt(bytes) === 0n ? [] : [fact(label, formatBytes(bytes), note)];
}

function fact(label: string, value: string, note?: string | undefined): Fact {
  return { label, value, ...(note !== undefined && { note }) };
}
