import { styleText } from 'node:util';
import type { Surroundings, TextStyle } from '../core/report/report-format.ts';
import { isColoured, type Out, widthOf } from './layout.ts';

const STYLES: Readonly<Record<TextStyle, Parameters<typeof styleText>[0]>> = {
  error: ['bold', 'red'],
  warning: 'yellow',
  note: 'cyan',
  heading: 'bold',
  aside: 'gray',
};

/** Where a report is written to. */
export function surroundingsOf(out: Out, show: Surroundings['show']): Surroundings {
  const paint = isColoured(out) ? (style: TextStyle, text: string) => styleText(STYLES[style], text) : (_: TextStyle, text: string) => text;
  return { width: widthOf(out), paint, show, time: (at) => new Date(at).toISOString() };
}
