import { describe, expect, it } from 'vitest';
import type { Header } from '../../../proxy/core/http/message.ts';
import { Handshake } from '../../../proxy/core/replay/handshake.ts';

const given = (credentials: string): Header[] => [['Authorization', credentials]];
const challenge = (value: string) => ({ status: 401, headers: [['WWW-Authenticate', value] as const] });
const OK = { status: 200, headers: [] };

/** The stages of requests with these credentials, which get these answers. */
function stages(...rounds: readonly (readonly [credentials: Header[], answer: typeof OK | ReturnType<typeof challenge>])[]): string[] {
  const handshake = new Handshake();
  return rounds.map(([headers, answer]) => {
    const stage = handshake.stageOf(headers);
    handshake.answered(headers, answer);
    return stage;
  });
}

describe('a Handshake', () => {
  it('counts the steps of NTLM, whatever they hold, and then stands for the connection', () => {
    const rounds = stages([[], challenge('NTLM')], [given('NTLM A'), challenge('NTLM B')], [given('NTLM C'), OK], [[], OK]);
    expect(rounds).toEqual(['new 0', 'new 1', 'new 2', 'passed 0']);
  });

  it('begins anew where the credentials are refused', () => {
    const rounds = stages([given('NTLM A'), challenge('NTLM B')], [given('NTLM C'), challenge('NTLM')], [given('NTLM A'), OK]);
    expect(rounds).toEqual(['new 1', 'new 2', 'new 1']);
  });

  it('of Basic credentials stands for no connection', () => {
    expect(stages([given('Basic eA=='), OK], [[], challenge('Basic realm="a"')])).toEqual(['new 1', 'new 0']);
  });
});
