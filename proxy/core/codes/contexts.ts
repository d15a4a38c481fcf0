/** `BITS-Error-Context`, and what Windows calls these values in its own log [SDK ne-bits-bg_error_context]. */
import { CONTEXT_APPLICATION, CONTEXT_SERVER, formatErrorContext } from '../bits/hresult.ts';
import type { Emitter, Explanation } from './explanation.ts';
import { application, server } from './remedy.ts';

// biome-ignore format: a table
const CONTEXTS: readonly (readonly [name: string, meaning: string, from: Emitter])[] = [
  ['BG_ERROR_CONTEXT_NONE',                       'no error happened',                            'client-log'],
  ['BG_ERROR_CONTEXT_UNKNOWN',                    'nobody knows who failed',                      'client-log'],
  ['BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER',      'the queue manager of the client failed',       'client-log'],
  ['BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION', 'the client failed to tell the program that made the job', 'client-log'],
  ['BG_ERROR_CONTEXT_LOCAL_FILE',                 'the local file is the trouble',                'client-log'],
  ['BG_ERROR_CONTEXT_REMOTE_FILE',                'the server itself failed or refused',          'server'],
  ['BG_ERROR_CONTEXT_GENERAL_TRANSPORT',          'the connection is the trouble',                'client-log'],
  ['BG_ERROR_CONTEXT_REMOTE_APPLICATION',         'the application behind the server failed',     'application'],
];

const ON_THE_WIRE = 'On the wire only 0x5 and 0x7 are allowed, and only beside an error value.';

/** [DOC handling-server-application-errors] */
const BY_STATUS =
  'Goes by the status of the application: 408, 409 and 5xx may pass, but for 501 and 505; other 4xx, 300 to 305 and 307 are final.';

/** Who failed. Nothing for numbers that are no context. */
export function explainContext(context: number): Explanation | undefined {
  const known = CONTEXTS[context];
  if (!known) return undefined;
  const [name, meaning, from] = known;
  return {
    kind: 'context',
    code: context,
    title: `context ${formatErrorContext(context)}`,
    names: context === CONTEXT_SERVER ? [name, 'CONTEXT_SERVER'] : [name],
    meaning,
    from: [from],
    ...(context === CONTEXT_APPLICATION && { reaction: BY_STATUS }),
    causes: [],
    remedies: remediesFor(context),
    caveats: caveatsFor(context),
    source: '[BUP §2.2.1.2], [SDK ne-bits-bg_error_context]',
  };
}

function remediesFor(context: number) {
  if (context === CONTEXT_SERVER) return [server('Look at the error value and the status beside it: they say what failed.')];
  if (context === CONTEXT_APPLICATION) return [application('Look into the log of the application that the server notifies.')];
  return [];
}

function caveatsFor(context: number): readonly string[] {
  if (context !== CONTEXT_APPLICATION) return [ON_THE_WIRE];
  return [
    ON_THE_WIRE,
    'Some servers send 0x7 for errors of their own. It belongs to the Ack to the last Fragment, where the application is asked.',
  ];
}

/** The names that Windows gives to contexts, by number. */
export const CONTEXT_NAMES: readonly string[] = CONTEXTS.map(([name]) => name);
