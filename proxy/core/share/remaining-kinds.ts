import type { Listed, SharedRemains } from './shared-copy.ts';

/** A kind of thing that can tell who and where, with its name for one and for many. */
export interface RemainingKind {
  readonly one: string;
  readonly many: string;
  readonly list: Listed;
}

export function remainingKinds({ clients, hosts, files, agents, headers }: SharedRemains): readonly RemainingKind[] {
  return [
    { one: 'client address', many: 'client addresses', list: clients },
    { one: 'host', many: 'hosts', list: hosts },
    { one: 'file name', many: 'file names', list: files },
    { one: 'name of software', many: 'names of software', list: agents },
    { one: 'header name', many: 'header names', list: headers },
  ];
}
