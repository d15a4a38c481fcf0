import { isCredentialHeader } from '../replay/credentials.ts';
import { coverUrlSecrets, type NoteSecret } from './url-secrets.ts';

/** A line of a head: the name of a header, and its value. */
const LINE = /^([^\s:]{1,256})[ \t]*:[ \t]*(.*)$/;

/**
 * The text of a head without the secrets that a redactor of recordings leaves: in URLs, and in headers that are credentials
 * by their names alone (`X-Api-Key`). It stays as long as it was.
 */
export function coverHead(text: string, note: NoteSecret): string {
  let isCovered = false;
  return text
    .split('\n')
    .map((line) => {
      const isFolded = line.startsWith(' ') || line.startsWith('\t');
      const [, name = '', value = ''] = LINE.exec(line.trimEnd()) ?? [];
      if (!isFolded) isCovered = isCredentialHeader(name);
      return isCovered ? coverLine(line, isFolded ? line.trim() : value, name, note) : coverUrlSecrets(line, note);
    })
    .join('\n');
}

/** A value that is covered already, as that of `Authorization`, has its scheme in front. */
function coverLine(line: string, value: string, name: string, note: NoteSecret): string {
  if (value === '' || value.includes('**') || value === '*') return line;
  note(name, value);
  const at = line.lastIndexOf(value);
  return line.slice(0, at) + '*'.repeat(value.length) + line.slice(at + value.length);
}
