/**
 * A regression test as it is written, with `{{…}}` for what differs from one to another. It needs vitest and bitstap, and reads
 * what a tap tells: so it sees a server and a client alike.
 */
export const TEST_TEMPLATE = String.raw`// What was recorded of {{file}}: a regression test, written by bitstap export --format test.
//
//   BITS_URL=http://server vitest run             be the recorded client, against this server
//   BITS_CLIENT='upload FILE "$BITS_URL"' vitest run   be the recorded server, for this client: a command that uploads to BITS_URL
//
// BITSTAP is how bitstap is called where it is not on the path. What is expected is listed here: take out what may differ.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const PACKETS = {{packets}};

const FINDINGS = {{findings}};

const PATH = {{path}};
const RECORDING = fileURLToPath(new URL({{recording}}, import.meta.url));
const { BITS_URL, BITS_CLIENT, BITSTAP = 'bitstap' } = process.env;
const TIMEOUT_MS = 120_000;

it.skipIf(!BITS_URL)('the server answers the recorded client as it was answered', async () => {
  const seen = await between(BITS_URL, (url) => bitstap('replay', RECORDING, '--to', url, '--mode', 'exact', '--pace', '0', '--quiet').over);
  expect(seen).toEqual({ packets: PACKETS, findings: FINDINGS });
}, TIMEOUT_MS);

it.skipIf(!BITS_CLIENT)('the client sends to the recorded server what was sent to it', async () => {
  const url = await bitstap('mock', RECORDING, '--listen', '0').says(/mocking\s+(\S+)/);
  const seen = await between(url, (tapped) => run(BITS_CLIENT, [], { shell: true, env: { ...process.env, BITS_URL: tapped + PATH } }).over);
  expect(seen).toEqual({ packets: PACKETS, findings: FINDINGS });
}, TIMEOUT_MS);

const running = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ stop }) => stop()));
});

/** What a tap before a server sees while something goes through it. */
async function between(server, go) {
  const folder = mkdtempSync(join(tmpdir(), 'bits-'));
  try {
    const events = join(folder, 'events.jsonl');
    const tap = bitstap(new URL(server).origin, '--listen', '0', '--no-dashboard', '--events', events);
    await go('http://' + (await tap.says(/tapping\s+(\S+)/)));
    await tap.stop();
    return seenIn(readFileSync(events, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seenIn(events) {
  const rows = new Map();
  const findings = new Map();
  for (const { type, packet, finding } of events) {
    if (type === 'finding') findings.set(finding.id, finding.rule + ' (' + finding.blames + ')');
    if (type !== 'packet') continue;
    const row = rows.get(packet.exchange) ?? {};
    rows.set(packet.exchange, packet.type === 'no-ack' || packet.type.endsWith('-ack') ? { ...row, answer: packet } : { ...row, request: packet });
  }
  const packets = [...rows.values()].filter(({ request }) => request).map(({ request, answer }) => requestText(request) + ' → ' + answerText(answer));
  return { packets, findings: [...findings.values()].sort() };
}

function requestText({ type, range }) {
  const names = {{names}};
  return names[type] + (range ? ' ' + range.first + '-' + range.last + '/' + range.total : '');
}

function answerText({ status, nextOffset, error } = {}) {
  if (status === undefined) return 'no answer';
  const code = error?.code === undefined ? '' : ', 0x' + error.code.toString(16).toUpperCase().padStart(8, '0');
  return status + (nextOffset === undefined ? '' : ', next byte ' + nextOffset) + code;
}

function bitstap(...args) {
  if (/\.[cm]?js$/.test(BITSTAP)) return run(process.execPath, [BITSTAP, ...args]);
  return run(BITSTAP, args, { shell: process.platform === 'win32' });
}

function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  let talk = '';
  let wake = () => {};
  child.stderr.on('data', (text) => {
    talk += text;
    wake();
  });
  const over = new Promise((resolve) => {
    child.on('error', (error) => {
      talk += error.message;
      resolve();
    });
    child.on('close', resolve);
  });
  const says = async (pattern) => {
    for (;;) {
      const found = pattern.exec(talk);
      if (found) return found[1];
      const ended = await Promise.race([over.then(() => true), new Promise((resolve) => { wake = resolve; })]);
      if (ended) throw new Error(command + ' ended: ' + talk);
    }
  };
  const stop = () => {
    child.kill('SIGINT');
    return over;
  };
  const program = { over, says, stop };
  running.push(program);
  return program;
}
`;
