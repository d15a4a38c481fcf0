import { join, parse } from 'node:path';

/** The name of a part of a recording: the first has the file's own, the others have their number in front of its ending. */
export function partName(file: string, number: number): string {
  if (number === 1) return file;
  const { dir, name, ext } = parse(file);
  return join(dir, `${name}.${number}${ext}`);
}
