import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify } from '../core/json.ts';

/** About a millisecond of work. */
const SLICE = 50;

/**
 * One JSON object of small `fields` and long `lists`, a slice of items per turn of the event loop: traffic goes on between
 * them. The lists must not change meanwhile.
 */
export async function stringifyInSlices(fields: object, lists: Readonly<Record<string, readonly unknown[]>>): Promise<string> {
  const members = Object.entries(fields).map(([name, value]) => `${stringify(name)}:${stringify(value)}`);
  for (const [name, items] of Object.entries(lists)) members.push(`${stringify(name)}:[${await itemsOf(items)}]`);
  return `{${members.join(',')}}`;
}

async function itemsOf(items: readonly unknown[]): Promise<string> {
  const slices: string[] = [];
  for (let start = 0; start < items.length; start += SLICE) {
    if (start > 0) await nextTurn();
    slices.push(stringify(items.slice(start, start + SLICE)).slice(1, -1));
  }
  return slices.join(',');
}
