import { bytes, grouped } from '../../core/rules/number.ts';
import type { Counted, Listed, SharedRemains } from '../../core/share/shared-copy.ts';

/** So many names of each kind are said; how many there are is said too. */
const SAID = 12;

/** What was taken out of a copy, and what is left in it: a sentence each, for a terminal. */
export function remainsWords(remains: SharedRemains): string[] {
  const { sessions, exchanges, redacted, covered, clients, hosts, files, agents, headers, marks } = remains;
  return [
    `the copy has ${count(sessions, 'session')}, ${count(exchanges, 'exchange')}.`,
    redacted ? `taken out: ${covered.length === 0 ? 'no credentials were found' : counted(covered)}.` : 'credentials are left in.',
    listed(count(clients.all, 'client address', 'client addresses'), clients),
    listed(count(hosts.all, 'host'), hosts),
    listed(count(files.all, 'file name'), files),
    listed(count(agents.all, 'name of software', 'names of software'), agents),
    listed(count(headers.all, 'header name'), headers),
    bodiesWords(remains),
    ...(marks > 0 ? [`left in it: ${count(marks, 'mark')}, with what was written on ${marks === 1 ? 'it' : 'them'}.`] : []),
  ];
}

function bodiesWords({ bodies: { limit, messages, bytes: all, kept } }: SharedRemains): string {
  if (messages === 0) return 'left in it: no bodies, because there are none.';
  if (limit === 0) return `left out: all ${count(messages, 'body', 'bodies')}, ${bytes(all)}.`;
  return `left in it: the first ${bytes(limit)} of each body, as they were sent: ${grouped(kept)} of ${bytes(all)} at most.`;
}

function listed(what: string, { all, shown }: Listed): string {
  const names = shown.slice(0, SAID).map(({ name }) => name);
  const more = all > names.length ? `, and ${grouped(all - names.length)} more` : '';
  return `left in it: ${what}${all > 0 ? `: ${names.join(', ')}${more}` : ''}.`;
}

function counted(list: readonly Counted[]): string {
  return list.map(({ name, count: times }) => `${name} (${grouped(times)})`).join(', ');
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}
