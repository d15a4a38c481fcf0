import type { Actor, Cause, Emitter, Explanation, Remedy } from '../core/codes/explanation.ts';
import { sourceLinks } from '../core/sources.ts';
import { hanging, type Layout } from './layout.ts';

const EMITTERS: Readonly<Record<Emitter, string>> = {
  server: 'the server',
  application: 'the application behind the server',
  intermediary: 'a proxy or firewall on the way',
  'client-log': 'the client, in its log only (bitsadmin, PowerShell, event log)',
};

const ACTORS: Readonly<Record<Actor, string>> = {
  client: 'Client',
  server: 'Server',
  application: 'Application',
  intermediary: 'On the way',
};

/** The likeliest reading in full, the others by name. */
export function explanationText([first, ...others]: readonly Explanation[], layout: Layout): string {
  if (!first) return '';
  const row = (label: string, text: string) => hanging(`  ${label.padEnd(9)} `, text, layout);
  return [
    layout.heading([first.title, ...first.names].join('  ')),
    row('Meaning', capital(first.meaning)),
    ...(first.from.length === 0 ? [] : [row('Sent by', first.from.map((emitter) => EMITTERS[emitter]).join('; '))]),
    ...(first.reaction === undefined ? [] : [row('Client', first.reaction)]),
    ...first.causes.flatMap((cause, index) => causeLines(cause, index === 0 ? 'Causes' : '', layout)),
    ...first.remedies.map((remedy) => row('Remedy', remedyText(remedy))),
    ...first.caveats.map((caveat) => row('But', caveat)),
    ...(first.source === '' ? [] : [row('Sources', sourcesText(first.source))]),
    ...others.map((other) => row('Or', `${[other.title, ...other.names].join(' ')}: ${other.meaning}`)),
  ].join('\n');
}

function causeLines({ when, text, remedies }: Cause, label: string, layout: Layout): string[] {
  const head = `  ${label.padEnd(9)} `;
  return [
    hanging(`${head}- `, when === undefined ? text : `${capital(when)}: ${text}`, layout),
    ...remedies.map((remedy) => hanging(`${' '.repeat(head.length)}  → `, remedyText(remedy), layout)),
  ];
}

function remedyText({ who, text }: Remedy): string {
  return `${ACTORS[who]}: ${text}`;
}

/** As in `BUP §2.2.1.2, §3.2.5.2.3; DOC close-session`: each document once. */
function sourcesText(source: string): string {
  const places = new Map<string, string[]>();
  for (const { label } of sourceLinks(source)) {
    const [document = '', place] = label.split(/ (?=\S+$)/);
    const known = places.get(document) ?? [];
    places.set(document, place === undefined ? known : [...known, place]);
  }
  return [...places].map(([document, found]) => `${document} ${found.join(', ')}`.trim()).join('; ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
