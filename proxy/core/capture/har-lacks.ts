/** What a HAR does not have, or has otherwise than it was sent: counted while it is read. */
export interface HarLacks {
  entries: number;
  /** Messages of which the body is not there, or not as it was sent. */
  withoutBody: number;
  /** Bytes of those bodies. */
  missing: number;
  /** Bodies of which not even the length is known. */
  unknownLength: number;
  withoutConnection: number;
  withoutClient: number;
  /** Heads of HTTP/2 or 3. */
  newer: number;
  /** Heads that do not say how long the body is. */
  lengthAdded: number;
  withoutHeaders: number;
  unanswered: number;
  untimed: number;
  fromCache: number;
}

export function beginHarLacks(): HarLacks {
  const bodies = { withoutBody: 0, missing: 0, unknownLength: 0, lengthAdded: 0 };
  const heads = { withoutConnection: 0, withoutClient: 0, newer: 0, withoutHeaders: 0 };
  return { entries: 0, ...bodies, ...heads, unanswered: 0, untimed: 0, fromCache: 0 };
}

/** In one sentence, by what is missing in this file. `creator`: which program wrote it. */
export function harLacksText(lacks: HarLacks, creator: string): string {
  const of = (count: number, what: string) => (count > 0 ? [`${count} ${what}`] : []);
  const { entries } = lacks;
  const said = [
    `This HAR of ${creator} does not tell how connections ended and what came in which piece`,
    ...(creator.startsWith('bitstap') ? [] : ['names and order of headers are as that program wrote them']),
    ...of(lacks.withoutBody, `bodies are not in it as they were sent (${lacks.missing} bytes)`),
    ...of(lacks.unknownLength, 'bodies are not in it, and not how long they were: they are read as empty'),
    ...(lacks.withoutConnection > 0
      ? [
          `${lacks.withoutConnection} of ${entries} exchanges do not say on which connection they were: those that fit behind each other share one here`,
        ]
      : []),
    ...of(lacks.withoutClient, 'exchanges do not say which client they are of'),
    ...of(lacks.withoutHeaders, 'messages have no headers'),
    ...of(lacks.newer, 'messages were HTTP/2 or 3, and are read as if they had been HTTP/1.1'),
    ...of(lacks.lengthAdded, 'heads do not say how long their body is: a Content-Length was added'),
    ...of(lacks.unanswered, 'requests have no answer in it'),
    ...of(lacks.untimed, 'exchanges have no time of their own'),
    ...of(lacks.fromCache, 'exchanges came from a cache of the client, and are left out'),
  ];
  return `${said.join('; ')}.`;
}
