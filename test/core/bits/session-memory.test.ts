import { describe, expect, it } from 'vitest';
import { ack, cancelSession, closeSession, created, fragment, stored, type Turn } from '../../kit/case.ts';

const close = (status: number): Turn => ({ request: closeSession(), answer: ack(status) });

describe('what is remembered of the end of a session', () => {
  it('counts how often it was tried, and how often in a hurry', () => {
    expect(created(close(503), close(503), close(503)).memory.ends).toMatchObject({ packet: 'close-session', count: 3, quick: 2 });
  });

  it('begins anew with the other packet', () => {
    const cancel = { request: cancelSession(), answer: ack(503) };
    expect(created(close(503), close(503), cancel).memory.ends).toMatchObject({ packet: 'cancel-session', count: 1, quick: 0 });
  });

  it('takes a packet with credentials for the one that was challenged', () => {
    expect(created(close(401), close(401), close(503), close(503)).memory.ends).toMatchObject({ count: 2, quick: 1 });
  });
});

describe('what is remembered of challenges', () => {
  const challenged = (headers: Readonly<Record<string, string>> = {}): Turn => ({
    request: fragment('0-99/100', { headers }),
    answer: ack(401),
  });

  it('counts those in a row to one packet, with credentials or without, and the bodies in all', () => {
    const { challenges, challengedBytes } = created(challenged(), challenged({ Authorization: 'Basic dTpw' })).memory;
    expect(challenges).toMatchObject({ packet: 'fragment', status: 401, count: 2, withCredentials: 1 });
    expect(challengedBytes).toBe(200);
  });

  it('ends with another answer, but for the bodies', () => {
    const { challenges, challengedBytes } = created(challenged(), stored('0-99/100')).memory;
    expect(challenges).toBeUndefined();
    expect(challengedBytes).toBe(100);
  });
});
