import {
  ACCESS_DENIED,
  CONTEXT_APPLICATION,
  DISK_FULL,
  DISK_FULL_AS_PRINTED,
  INVALID_ARGUMENT,
  SERVER_EXECUTE_ENABLED,
  TOO_LARGE,
} from '../bits/hresult.ts';
import type { Refusals } from '../facts/session-facts.ts';

/** What a refusal says, and what to do about it. */
export interface RefusalMeaning {
  /** A clause that follows a colon. */
  readonly meaning: string;
  readonly advice: string;
  /** It may be over by the next attempt, which the client makes by itself. */
  readonly passes?: true;
}

const LOOK_AT_ACK = 'Look at the answer, and at the findings about its request.';

const APPLICATION: RefusalMeaning = {
  meaning: 'the application behind it failed',
  advice: 'Look at the application that the server notifies; its status decides whether the client tries again.',
};
const SLOW_APPLICATION: RefusalMeaning = {
  meaning: 'the application behind it did not answer in time',
  advice: 'Speed up the application that the server notifies: it has 5 minutes, 30 seconds in BITS 1.5.',
  passes: true,
};
const DISK: RefusalMeaning = { meaning: 'its disk is full', advice: 'Free space on the server; the upload can then go on.' };
/** What filters and web servers without BITS say. */
export const BLOCKED: RefusalMeaning = {
  meaning: 'with no BITS header, so that nobody who speaks BITS may have seen it',
  advice:
    'Allow BITS_POST on every hop and turn on BITS uploads for this directory. The Server and Via headers of the answer tell who refused.',
};

/** [BUP §2.2.1.2], [DOC bits-return-values, handling-server-application-errors]: the code says more than the status. */
const BY_CODE: ReadonlyMap<number, RefusalMeaning> = new Map([
  [DISK_FULL, DISK],
  [DISK_FULL_AS_PRINTED, DISK],
  [
    TOO_LARGE,
    {
      meaning: 'the Fragment or the whole file is above its limit',
      advice: 'Raise BITSMaximumUploadSize and the request limit of the server.',
    },
  ],
  [
    SERVER_EXECUTE_ENABLED,
    { meaning: 'script or execute permission is on for the directory', advice: 'Turn script and execute permission off there.' },
  ],
]);

const INVALID: RefusalMeaning = {
  meaning: 'in its view the request broke a rule of the protocol',
  advice: 'Look at the findings about the refused packet; where there is none, the server is stricter than the specification.',
};
const PASSING: RefusalMeaning = {
  meaning: 'a trouble that may pass',
  advice: 'Look at the server.',
  passes: true,
};

/** §2.1 of the reference: [DOC ack-for-create-session, bits-return-values], [BUP §2.2.1.2]. */
const BY_STATUS: ReadonlyMap<number, RefusalMeaning> = new Map([
  [400, INVALID],
  [
    403,
    {
      meaning: 'no right to write there, or the file exists and may not be overwritten',
      advice: "Check the client's rights on the directory, whether the file exists, and BITSAllowOverwrites.",
    },
  ],
  [
    404,
    {
      meaning: 'nothing is there, uploads are off, or the size is above the request limit',
      advice: 'Check the URL, that BITS uploads are on for the directory, and maxAllowedContentLength.',
    },
  ],
  [405, { meaning: 'the method is not allowed there', advice: 'Allow BITS_POST on the server and on every hop.' }],
  [408, { ...PASSING, meaning: 'it had waited too long' }],
  [409, { meaning: 'the file exists and may not be overwritten', advice: 'Remove the file, choose another name, or allow overwrites.' }],
  [411, { meaning: 'it misses a Content-Length', advice: 'Send Content-Length with every packet, 0 where there is no body.' }],
  [413, { meaning: 'too large', advice: 'Raise the request limit of the server or of the proxy before it, or send smaller Fragments.' }],
  [429, { ...PASSING, meaning: 'too many requests' }],
  [501, { meaning: 'uploads are not enabled there', advice: 'Turn on BITS uploads for the directory.' }],
  [502, { ...PASSING, meaning: 'a gateway could not reach the server behind it' }],
  [503, { ...PASSING, meaning: 'it is overloaded or down for the moment' }],
  [504, { ...PASSING, meaning: 'a gateway waited in vain for the server behind it' }],
  [505, { meaning: 'it does not speak this version of HTTP', advice: 'Use HTTP/1.1 on every hop.' }],
]);

const REDIRECT: RefusalMeaning = {
  meaning: 'a redirect, which BITS packets do not follow',
  advice: 'Give the client the final URL.',
};

export function refusalMeaning({ status, code, context }: Refusals): RefusalMeaning {
  if (context === CONTEXT_APPLICATION) return status === 408 ? SLOW_APPLICATION : APPLICATION;
  const byCode = code === undefined ? undefined : BY_CODE.get(code);
  if (byCode) return byCode;
  if (code === ACCESS_DENIED && status >= 500) return BY_STATUS.get(501) ?? PASSING;
  if (code === INVALID_ARGUMENT && status !== 411) return INVALID;
  if (status < 400) return REDIRECT;
  return BY_STATUS.get(status) ?? (status >= 500 ? PASSING : { meaning: 'an answer that says no more', advice: LOOK_AT_ACK });
}
