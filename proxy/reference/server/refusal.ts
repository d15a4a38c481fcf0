import { ACCESS_DENIED, DISK_FULL, INVALID_ARGUMENT, SESSION_NOT_FOUND, TOO_LARGE, UNSPECIFIED_FAILURE } from '../../core/bits/hresult.ts';

/**
 * Why the server says no. Status and HRESULT belong together [BUP §2.2.1.2]: clients decide by the status first, and
 * only `session-not-found` makes them start over.
 */
export const REFUSALS = {
  'invalid-request': { status: 400, error: INVALID_ARGUMENT },
  // The spec's own status; IIS says 400 [BUP §3.2.5.2.3, <23>].
  'length-required': { status: 411, error: INVALID_ARGUMENT },
  'access-denied': { status: 403, error: ACCESS_DENIED },
  'session-not-found': { status: 500, error: SESSION_NOT_FOUND },
  'too-large': { status: 500, error: TOO_LARGE },
  'disk-full': { status: 500, error: DISK_FULL },
  // No documented code says "come back later": the status is enough [BUP <4>].
  'too-many-sessions': { status: 503, error: undefined },
  'server-failed': { status: 500, error: UNSPECIFIED_FAILURE },
} as const;

export type RefusalKind = keyof typeof REFUSALS;

/** Ends the work on a request; turned into an answer in one place. */
export class Refusal extends Error {
  readonly kind: RefusalKind;

  /** `why` is for the log only: an Ack has no body [BUP §2.2.3.3]. */
  constructor(kind: RefusalKind, why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = 'Refusal';
    this.kind = kind;
  }
}

const FILE_ERRORS: Readonly<Record<string, RefusalKind>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'too-large',
  EACCES: 'access-denied',
  EPERM: 'access-denied',
  EROFS: 'access-denied',
  EEXIST: 'access-denied',
  EISDIR: 'access-denied',
  ENOTDIR: 'access-denied',
  ENAMETOOLONG: 'invalid-request',
};

/** What the client is told of an error that ended its request. */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const kind = FILE_ERRORS[errorCode(error) ?? ''] ?? 'server-failed';
  return new Refusal(kind, error instanceof Error ? error.message : String(error), { cause: error });
}

/** The `code` of a Node error: `ENOENT`, `ECONNRESET`, … */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
