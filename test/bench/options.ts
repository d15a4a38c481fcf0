import { parseArgs } from 'node:util';
import { LOADS } from './scenarios.ts';

export interface BenchOptions {
  /** How long one relay is measured under one load in one round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly gigabytes: number;
  /** Of each capture that is checked. */
  readonly megabytes: number;
  readonly packets: number;
  /** Ids of relays, loads and parts to which the run is limited; empty for all. */
  readonly only: readonly string[];
  /** Where the figures go as JSON. */
  readonly json?: string;
}

export const PARTS = ['memory', 'core', 'check'] as const;

export const USAGE = `npm run bench -- [options]
  --seconds N     how long each relay is measured in each round (default: 0.75)
  --rounds N      how often each relay takes its turn (default: 5)
  --gigabytes N   how long the upload of the memory test is (default: 5)
  --megabytes N   how long the captures are that are checked (default: 500)
  --packets N     how far the core is driven alone (default: 1000000)
  --only A,B      only these relays, loads or parts, as in "bitstap,nginx,empty" or "core"
  --json FILE     the figures as JSON`;

/** Throws an Error with one line where an option can't be read. */
export function parseOptions(args: readonly string[], relays: readonly string[]): BenchOptions | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: text,
      rounds: text,
      gigabytes: text,
      megabytes: text,
      packets: text,
      only: text,
      json: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  return {
    seconds: positive('seconds', values.seconds ?? '0.75'),
    rounds: Math.ceil(positive('rounds', values.rounds ?? '5')),
    gigabytes: positive('gigabytes', values.gigabytes ?? '5'),
    megabytes: positive('megabytes', values.megabytes ?? '500'),
    packets: Math.ceil(positive('packets', values.packets ?? '1000000')),
    only: known(values.only?.split(',') ?? [], [...relays, ...LOADS.map(({ id }) => id), ...PARTS]),
    ...(values.json !== undefined && { json: values.json }),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new Error(`--${name} wants a number above 0, not "${text}".`);
  return value;
}

function known(names: readonly string[], all: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`--only does not know "${unknown.join(', ')}". There are: ${all.join(', ')}.`);
  return names;
}

/** Of `ids`, those that --only names; all of them where it names none. */
export function chosen(only: readonly string[], ids: readonly string[]): readonly string[] {
  const named = ids.filter((id) => only.includes(id));
  return named.length > 0 ? named : ids;
}
