import { quoted } from './quote.ts';
import { defineRule, type Severity } from './rule.ts';

type Problem = 'path' | 'characters' | 'changed' | 'url-dots' | 'url-separator';
/** `text`: the name, or the path of the URL; `other`: the first name. */
type Misnamed = { problem: Problem; text: string; other?: string };

const SEVERITY: Readonly<Record<Problem, Severity>> = {
  path: 'warning',
  characters: 'note',
  changed: 'note',
  'url-dots': 'warning',
  'url-separator': 'note',
};

export const contentNameProblem = defineRule<'create-session' | 'fragment' | 'close-session' | 'cancel-session', Misnamed>({
  id: 'content-name-problem',
  on: ['create-session', 'fragment', 'close-session', 'cancel-session'],
  // A challenge does not ask for another name, and the first packet is often challenged.
  answered: ['accepted', 'refused', 'challenged', 'unanswered'],
  once: 'session',
  onceFor: ({ problem }) => problem,
  about: 'request',
  severity: ({ problem }) => SEVERITY[problem],
  listed: { severity: 'warning' },
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1.1, <3>, <11>, §2.2.6.1], [DOC fragment]',
  title: 'File name that is more than a name',
  why: 'It tells the server where the file lies on the client. A server that makes a path of such a name may be led to write outside its folder.',
  fix: 'Client: send the bare name, the same in every packet. Server: take the name from the URL that it has checked, and never trust Content-Name.',
  reality: 'Windows sends the bare name with every Fragment and even with Close-Session. IIS ignores it.',
  check({ request: { type, contentName, path }, before }) {
    const misnamed = nameProblem(contentName, before.memory.contentName);
    if (type !== 'create-session' || !hasOddPath(path)) return misnamed;
    const odd: Misnamed = { problem: hasDots(path) ? 'url-dots' : 'url-separator', text: quoted(path) };
    return misnamed ? [odd, misnamed] : odd;
  },
  message({ problem, text, other }) {
    if (problem === 'path') return `Content-Name is "${text}": a path, not a name.`;
    if (problem === 'characters') return `Content-Name is "${text}", which has characters that no file on Windows may have.`;
    if (problem === 'changed') return `Content-Name is "${text}"; it was "${other}" before.`;
    return `The path "${text}" has ${problem === 'url-dots' ? 'a ".." in it' : 'an encoded slash or backslash in it'}: servers read it differently.`;
  },
});

/** A name that is that of the packet before was judged with that. */
function nameProblem(name: string | undefined, first: string | undefined): Misnamed | undefined {
  if (name === undefined || name === first) return undefined;
  if (hasPath(name)) return { problem: 'path', text: quoted(name) };
  if (first !== undefined) return { problem: 'changed', text: quoted(name), other: quoted(first) };
  return /[:*?"<>|]/.test(name) ? { problem: 'characters', text: quoted(name) } : undefined;
}

function hasPath(name: string): boolean {
  return name.includes('/') || name.includes('\\') || name === '..';
}

function hasOddPath(path: string): boolean {
  return hasDots(path) || /%2f|%5c/i.test(path);
}

/** A segment `..`, its dots and the separators around it plain or encoded. */
function hasDots(path: string): boolean {
  return /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){2}(?:$|[/\\]|%2f|%5c)/i.test(path);
}
