import { basename } from 'node:path';
import type { Filter } from '../core/filter.ts';
import { RecordedServer } from '../core/replay/recorded-server.ts';
import { type ServerScript, serverScript } from '../core/replay/server-script.ts';
import { safeText } from '../core/safe-text.ts';
import { ProxyError } from '../errors.ts';
import { startMockServer } from '../replay/mock-server.ts';
import { bodyOf } from '../store/bodies.ts';
import type { LoadedRecording } from '../store/load-recording.ts';
import { choiceOf, wantedIn } from './chosen-sessions.ts';
import { loadShown } from './load-shown.ts';
import { mockSummary } from './mock-summary.ts';
import { untilInterrupted } from './until-interrupted.ts';
import type { Address } from './values.ts';

export interface MockCommandOptions {
  readonly captures: readonly string[];
  readonly listen: Address;
  readonly pace: number;
  /** None: all. */
  readonly sessions: readonly string[];
  readonly filter?: Filter;
  readonly dates: 'fresh' | 'recorded';
  readonly hosts: 'own' | 'recorded';
  readonly quiet: boolean;
}

/** `bitstap mock FILE`: the recorded server until Ctrl-C, then what was asked of it. A line for every request on standard error. */
export async function mockCommand(options: MockCommandOptions): Promise<void> {
  const { captures, sessions, listen, pace, dates, hosts, quiet } = options;
  const recording = await loadShown(captures, { choose: choiceOf(sessions), progress: quiet ? 'quiet' : 'shown' });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const script = serverScript(recording.timeline, wantedIn(recording.timeline, options));
    if (script.reactions.length === 0) throw new ProxyError('bad-option', 'There is nothing to answer with in what was chosen.');
    const server = new RecordedServer(script, { hosts, ...(dates === 'fresh' && { date: () => new Date().toUTCString() }) });
    const mock = await startMockServer({ server, recorded: answersOf(recording), listen, pace, ...(!quiet && { log: say }) });
    say(`mocking   ${mock.url} ← ${safeText(captures.map((file) => basename(file)).join(', '))}: ${contents(script)}`);
    say('stop      Ctrl-C');
    await untilInterrupted();
    await mock.close();
    for (const line of mockSummary(server)) say(line);
  } finally {
    await recording.close();
  }
}

function answersOf({ bytes }: LoadedRecording): Parameters<typeof startMockServer>[0]['recorded'] {
  return { bytes, readBody: (connection, response, start, end) => bodyOf(bytes, connection, 'server', response, { start, end }) };
}

function contents({ sessions, reactions }: ServerScript): string {
  return `${counted(sessions.length, 'session')}, ${counted(reactions.length, 'answer')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
