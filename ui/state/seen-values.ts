import type { Field } from '../../proxy/core/filter/field.ts';
import type { FilterSubject } from '../../proxy/core/filter.ts';

/** How many subjects have each value of a field, as it is written in a filter. Only of fields whose values are worth to be listed. */
export function seenValues(field: Field, subjects: Iterable<FilterSubject>): Map<string, number> {
  const counts = new Map<string, number>();
  // Whoever asks goes on to the next value when this one is none of what is wanted.
  const note = (value: string): false => {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    return false;
  };
  for (const subject of subjects) read(field, subject, note);
  return counts;
}

function read(field: Field, subject: FilterSubject, note: (value: string) => false): void {
  switch (field.type) {
    case 'text':
    case 'name':
    case 'word':
    case 'rank':
    case 'id':
      field.some(subject, note);
      return;
    case 'status':
      field.some(subject, (status) => note(String(status)));
      return;
    case 'code':
      field.some(subject, (code) => note(field.format(code)));
      return;
    case 'number':
    case 'duration':
    case 'size':
      return;
  }
}
