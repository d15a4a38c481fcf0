import type { Mark, MarkKeeping } from '../../proxy/core/mark.ts';
import { safeText } from '../../proxy/core/safe-text.ts';

/** Where marks go, in a sentence. */
export function keepingWords(keeping: MarkKeeping | undefined): string {
  if (!keeping) return 'bitstap has not said yet where marks are kept.';
  const { kind, file = '', problem } = keeping;
  const where = {
    recording: `Marks are kept in the recording, ${safeText(file)}.`,
    file: `Marks are kept beside the recording, which is never changed: in ${safeText(file)}.`,
    memory: 'Marks are kept in memory only.',
    copy: 'These marks came with the copy. It changes no more.',
  }[kind];
  return problem === undefined ? where : `${where} ${safeText(problem)}`;
}

/** What a mark is on, in a few words. */
export function placeWords({ place, exchange }: Mark): string {
  const name = safeText(place.name) || 'no name';
  if (place.on === 'session') return `Session: ${name}`;
  const which = place.on === 'request' ? 'Request' : 'Answer';
  return exchange === undefined ? `${which} of ${name}` : `${which} ${exchange} of ${name}`;
}
