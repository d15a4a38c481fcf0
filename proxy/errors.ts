/** Failures of the world, each with a stable code: shown as a `fault` event, or as one line before exit 2. */
export type ProxyErrorCode =
  | 'bad-option'
  | 'bad-url'
  | 'listen-in-use'
  | 'listen-failed'
  | 'own-port'
  | 'forward-not-allowed'
  | 'upstream-refused'
  | 'upstream-not-found'
  | 'upstream-unreachable'
  | 'upstream-tls'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'upload-refused'
  | 'upload-failed'
  | 'browser-failed'
  | 'dashboard-open'
  | 'page-missing'
  | 'export-too-large';

export class ProxyError extends Error {
  readonly code: ProxyErrorCode;

  /** `message` says what is wrong, where, and what to do, in one line. */
  constructor(code: ProxyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProxyError';
    this.code = code;
  }
}
