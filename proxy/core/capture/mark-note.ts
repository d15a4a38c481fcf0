import { type MarkChange, readMarkChange } from '../mark.ts';

type Fields = Readonly<Record<string, string | undefined>>;

/** A change of a mark as the fields of a note; its comment is longer than other texts may be. */
export function fieldsOfMark({ place, at, comment, removed }: MarkChange): Fields {
  return {
    on: place.on,
    client: place.client,
    at: `${place.at}`,
    ...(place.on === 'session' ? { session: place.sessionId } : { nth: `${place.nth}` }),
    name: place.name,
    ...(removed ? { removed: `${at}` } : { made: `${at}`, comment }),
  };
}

export function markOfFields({ on, client, at, session, nth, name, made, removed, comment = '' }: Fields): MarkChange | undefined {
  return readMarkChange({
    place: { on, client, at: Number(at), sessionId: session, nth: Number(nth), name },
    at: Number(made ?? removed),
    comment,
    removed: removed !== undefined,
  });
}
