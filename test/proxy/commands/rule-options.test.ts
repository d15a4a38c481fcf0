import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Program, runTap } from '../../kit/program.ts';

const running: Program[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});

/** What the tap says of a Close-Session for a session that its server never knew. */
async function findings(...args: string[]): Promise<string[]> {
  const { program, address } = await runTap('--no-dashboard', '--events', '-', ...args);
  running.push(program);
  const [host = '', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  socket.on('data', () => socket.end());
  socket.write(
    [
      'BITS_POST /inbox/report.bin HTTP/1.1',
      'BITS-Packet-Type: Close-Session',
      'BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      `Host: ${address}`,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  await program.says(/"type":"close-session-ack"[\s\S]*"type":"session"/);
  await program.stop();
  const events: { readonly type: string; readonly finding?: { readonly rule: string; readonly severity: string } }[] = program.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return events.flatMap(({ finding }) => (finding ? [`${finding.rule} ${finding.severity}`] : []));
}

describe('--rule, for the tap', () => {
  it('leaves rules alone that it does not name', async () => {
    expect(await findings('--rule', 'verb-blocked=off')).toContain('session-id-unknown error');
  });

  it('gives a rule another severity, and what was said last counts', async () => {
    expect(await findings('--rule', 'session-id-unknown=off', '--rule', 'session-id-unknown=note')).toContain('session-id-unknown note');
  });

  it('turns a rule off', async () => {
    expect((await findings('--rule', 'session-id-unknown=off')).join()).not.toContain('session-id-unknown');
  });
}, 60_000);
