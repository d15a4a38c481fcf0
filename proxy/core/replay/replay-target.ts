import { requestPath, requestQuery } from '../bits/classify.ts';

/** Where a replay goes. */
export interface ReplayTarget {
  readonly protocol: 'http:' | 'https:';
  /** `host[:port]` as in `Host`. */
  readonly host: string;
  /** Put before every path; '' or `/…` without a slash at its end. */
  readonly prefix: string;
}

/** The recorded target for the new server, in origin form: path and query are kept. */
export function targetOn({ prefix }: ReplayTarget, recorded: string): string {
  return `${prefix}${requestPath(recorded)}${requestQuery(recorded)}`;
}
