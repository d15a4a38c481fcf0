import type { SessionView } from '../timeline.ts';
import type { Term } from './clause.ts';
import { passes } from './field.ts';
import { compilePattern } from './pattern.ts';
import { quote } from './reading.ts';
import { ackOf, type FilterSubject, requestOf } from './subject.ts';
import { type Piece, writePiece } from './tokens.ts';

/** A text that stands alone. Header lines are not looked through: they are parsed anew each time, and have a field. */
export function freeText(value: Piece): Term {
  const test = compilePattern(value, 'part');
  const inSession = searchSessions(test);
  // A folded header has blanks in it that are no longer there when it is read.
  const mayBeIn: Test = /\s/.test(value.text) ? () => true : test;
  return {
    kind: 'term',
    matches: (subject) =>
      inSession(subject) ||
      inConnection(subject, test) ||
      (mayBeInHeads(subject, mayBeIn) && inExchange(subject, test)) ||
      inFindings(subject, test),
    words: `something contains ${quote(value.text)}`,
    text: writePiece(value),
    of: 'exchange',
  };
}

type Test = (value: string) => boolean;

/** Rows of one session follow each other, and a session is replaced when it changes: the latest is looked through once. */
function searchSessions(test: Test): (subject: FilterSubject) => boolean {
  let latest: SessionView | undefined;
  let found = false;
  return ({ session }) => {
    if (session === latest) return found;
    latest = session;
    found = session !== undefined && isIn(session, test);
    return found;
  };
}

function isIn(session: SessionView, test: Test): boolean {
  return (
    test(session.url) ||
    test(session.fileName) ||
    test(session.id) ||
    passes(session.sessionId, test) ||
    test(session.client) ||
    test(session.server) ||
    passes(session.userAgent, test) ||
    passes(session.serverAgent, test)
  );
}

function inConnection({ connection }: FilterSubject, test: Test): boolean {
  return connection !== undefined && (test(connection.client) || passes(connection.server, test));
}

/** Most rows are told from their heads alone: that is cheaper than to decode them. */
function mayBeInHeads({ brief }: FilterSubject, mayBeIn: Test): boolean {
  return !brief || mayBeIn(brief.heads);
}

function inExchange(subject: FilterSubject, test: Test): boolean {
  const head = subject.exchange?.request?.head;
  if (head && (test(head.target) || test(head.method))) return true;
  const packet = requestOf(subject);
  if (packet && (passes(packet.host, test) || passes(packet.userAgent, test) || passes(packet.sessionId, test))) return true;
  const ack = ackOf(subject);
  return passes(packet?.contentName, test) || passes(ack?.serverAgent, test) || passes(ack?.sessionId, test);
}

function inFindings({ findings }: FilterSubject, test: Test): boolean {
  return findings.some(({ rule, message }) => test(rule) || test(message));
}
