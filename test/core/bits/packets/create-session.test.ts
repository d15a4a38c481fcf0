import { describe, expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../../proxy/core/bits/decode.ts';
import { exchange, type HeaderList, request, response } from '../../../kit/exchange.ts';

const UPLOAD = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const create = (...protocols: string[]) =>
  request('BITS_POST', '/inbox/report.bin', [
    ['BITS-Packet-Type', 'Create-Session'],
    ...protocols.map((text) => ['BITS-Supported-Protocols', text] as const),
  ]);

function ack(headers: HeaderList, status = 200) {
  const whole = exchange({ request: create(UPLOAD), response: response(status, headers) });
  const packet = decodeRequest(whole);
  return packet && decodeAnswer(whole, packet);
}

describe('Create-Session', () => {
  it.each([
    [[UPLOAD], [UPLOAD]],
    [[`${UPLOAD} {AA}`], [UPLOAD, '{AA}']],
    [[`{AA},${UPLOAD}`], ['{AA}', UPLOAD]],
    [[` {AA} , ${UPLOAD},, `], ['{AA}', UPLOAD]],
    [
      ['{AA}', UPLOAD],
      ['{AA}', UPLOAD],
    ],
    [['1.5'], ['1.5']],
    [[''], []],
    [[], []],
  ])('offers the protocols of %j', (lines, protocols) => {
    expect(decodeRequest(exchange({ request: create(...lines) }))).toMatchObject({ type: 'create-session', protocols });
  });
});

describe('its Ack', () => {
  it('names the session, the protocol and the host to go on with', () => {
    const headers = {
      'BITS-Packet-Type': 'Ack',
      'BITS-Protocol': UPLOAD,
      'BITS-Session-Id': '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      'BITS-Host-Id': 'node2.example.test',
      'BITS-Host-Id-Fallback-Timeout': '86400',
      'Accept-Encoding': 'identity',
      'Content-Length': '0',
    };
    expect(ack(headers)).toMatchObject({
      type: 'create-session-ack',
      protocol: UPLOAD,
      sessionId: '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      hostId: 'node2.example.test',
      fallbackTimeoutS: 86400,
      acceptEncoding: 'identity',
    });
  });

  it('leaves out what was not sent', () => {
    const sent = Object.entries(ack({ 'BITS-Session-Id': '4711' }, 201) ?? {}).filter(([, value]) => value !== undefined);
    expect(sent.map(([name]) => name).sort()).toEqual(
      ['type', 'exchange', 'connection', 'at', 'status', 'reason', 'bits', 'latencyMs', 'sessionId'].sort(),
    );
  });

  it.each(['', 'never', '0xFFFFFFFF', '-1', '1.5'])('has no time-out where it is %j', (text) => {
    expect(ack({ 'BITS-Host-Id-Fallback-Timeout': text })).not.toHaveProperty('fallbackTimeoutS');
  });
});
