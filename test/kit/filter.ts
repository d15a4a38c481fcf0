import { type Filter, type FilterError, type FilterSubject, parseFilter } from '../../proxy/core/filter.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import { allSamples, analyse } from './samples.ts';

/** A filter that a test takes to be right. */
export function filter(text: string): Filter {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.filter;
}

/** What is wrong with a filter. */
export function errorOf(text: string): FilterError {
  const result = parseFilter(text);
  if (result.ok) throw new Error(`${text} is a filter`);
  return result.error;
}

/** The text in the place of an error. */
export function placeOf(text: string): string {
  const { at, length } = errorOf(text);
  return text.slice(at, at + length);
}

export interface Fold {
  /** Every row with its session and its connection, as the whole conversation left them. */
  readonly rows: readonly FilterSubject[];
  /** Every session alone. */
  readonly sessions: readonly FilterSubject[];
}

export function foldSample(name: string): Fold {
  const sample = allSamples().find((candidate) => candidate.name === name);
  if (!sample) throw new Error(`there is no sample ${name}`);
  const timeline = new Timeline();
  for (const event of analyse(sample.events)) timeline.apply(event);
  const rows = [...timeline.rows.values()].map((row) => ({
    ...row,
    session: timeline.sessions.get(row.exchange.session ?? ''),
    connection: timeline.connections.get(row.exchange.connection),
  }));
  return { rows, sessions: [...timeline.sessions.values()].map((session) => ({ session, findings: [] })) };
}

/** The exchanges of a sample that a filter selects, as in `x1 x3`. */
export function selected(name: string, text: string): string {
  const { matches } = filter(text);
  return foldSample(name)
    .rows.filter(matches)
    .map(({ exchange }) => exchange?.id)
    .join(' ');
}
