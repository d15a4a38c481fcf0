import type { CutOff } from '../../proxy/core/http/exchange.ts';

const WHO = { client: 'the client', server: 'the server', proxy: 'bitstap' } as const;
const HOW = {
  fin: 'closed the connection',
  reset: 'reset the connection',
  failed: 'could not reach the server',
  shutdown: 'was stopped',
} as const;

/** Who ended the connection and how, as a clause: `the server reset the connection`. */
export function cutOffWords({ by, how, reason }: CutOff): string {
  const clause = how === 'failed' ? 'the server could not be reached' : `${WHO[by]} ${HOW[how]}`;
  return reason ? `${clause} (${reason})` : clause;
}

/** The same for a table's cell: `reset by server`. */
export function cutOffLabel({ by, how }: CutOff): string {
  if (how === 'failed') return 'server unreachable';
  if (how === 'shutdown') return 'bitstap stopped';
  return `${how === 'reset' ? 'reset' : 'closed'} by ${by === 'proxy' ? 'bitstap' : by}`;
}
