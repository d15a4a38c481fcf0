import { sameGuid } from '../core/bits/guid.ts';
import { safeText } from '../core/safe-text.ts';
import type { SessionView, Timeline } from '../core/timeline.ts';
import { ProxyError } from '../errors.ts';

/** How many sessions a message lists. */
const LISTED = 8;
/** Characters of a name from the wire in a message. */
const SHOWN_CHARACTERS = 60;

/**
 * The session that a text of the command line means: our id (`s1`), the server's id in any case and with or without braces, a
 * file's name or a part of it that no other has. Throws ProxyError with those that may be meant.
 */
export function sessionNamed(timeline: Pick<Timeline, 'sessions'>, text: string): SessionView {
  const [meant, ...others] = candidates(timeline, text);
  if (!meant) throw new ProxyError('bad-option', unknownSession(text, [...timeline.sessions.values()]));
  if (others.length > 0) throw new ProxyError('bad-option', `${quoted(text)} may be any of: ${listed([meant, ...others])}. Give its id.`);
  return meant;
}

/** As `sessionNamed`; where no name is given, the only session that there is. */
export function sessionMeant(timeline: Pick<Timeline, 'sessions'>, text: string | undefined): SessionView {
  if (text !== undefined) return sessionNamed(timeline, text);
  const all = [...timeline.sessions.values()];
  const [only] = all;
  if (!only) throw new ProxyError('bad-option', 'There is no session here.');
  if (all.length > 1) throw new ProxyError('bad-option', `There are several sessions: ${listed(all)}. Choose one with --session.`);
  return only;
}

/** Several names, each session once, in the order of the timeline. */
export function sessionsNamed(timeline: Pick<Timeline, 'sessions'>, texts: readonly string[]): readonly SessionView[] {
  const wanted = new Set(texts.map((text) => sessionNamed(timeline, text).id));
  return [...timeline.sessions.values()].filter(({ id }) => wanted.has(id));
}

/** The first way to read the text that finds something counts: an id before a name, a whole name before a part. */
function candidates({ sessions }: Pick<Timeline, 'sessions'>, text: string): readonly SessionView[] {
  const own = sessions.get(text.toLowerCase());
  if (own) return [own];
  if (text === '') return [];
  const name = text.toLowerCase();
  const all = [...sessions.values()];
  const ways: readonly ((session: SessionView) => boolean)[] = [
    ({ sessionId }) => sessionId !== undefined && sameGuid(sessionId, text),
    ({ fileName }) => fileName === text,
    ({ fileName }) => fileName.toLowerCase() === name,
    ({ fileName }) => fileName.toLowerCase().includes(name),
  ];
  for (const way of ways) {
    const found = all.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

function unknownSession(text: string, all: readonly SessionView[]): string {
  const there = all.length === 0 ? 'There is none at all.' : `There are: ${listed(all)}.`;
  return `There is no session ${quoted(text)}. ${there}`;
}

function listed(sessions: readonly SessionView[]): string {
  const shown = sessions.slice(0, LISTED).map(described).join(', ');
  const more = sessions.length - LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function described({ id, fileName, sessionId }: SessionView): string {
  return `${id} (${shortened(fileName)}${sessionId === undefined ? '' : `, ${shortened(sessionId)}`})`;
}

function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

function shortened(text: string): string {
  const safe = safeText(text);
  return safe.length > SHOWN_CHARACTERS ? `${safe.slice(0, SHOWN_CHARACTERS)}…` : safe;
}
