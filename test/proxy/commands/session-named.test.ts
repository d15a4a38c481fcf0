import { describe, expect, it } from 'vitest';
import { sessionMeant, sessionNamed, sessionsNamed } from '../../../proxy/commands/session-named.ts';
import { safeText } from '../../../proxy/core/safe-text.ts';
import type { SessionView } from '../../../proxy/core/timeline.ts';
import { ProxyError } from '../../../proxy/errors.ts';
import { sessionView } from '../../kit/timeline.ts';

const REPORT = sessionView('s1', { fileName: 'report.bin', sessionId: '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}' });
const OLDER = sessionView('s2', { fileName: 'report.bin.old', sessionId: '{6A90E1D4-3C27-4F18-B5D2-08E7A1C94F63}' });
const LOG = sessionView('s11', { fileName: 'Setup.LOG', sessionId: '4711' });

function timeline(...sessions: readonly SessionView[]) {
  return { sessions: new Map(sessions.map((session) => [session.id, session])) };
}

const ALL = timeline(REPORT, OLDER, LOG);

function failure(text: string, from = ALL): ProxyError {
  try {
    sessionNamed(from, text);
  } catch (error) {
    if (error instanceof ProxyError) return error;
    throw error;
  }
  throw new Error(`"${text}" names a session`);
}

describe('a session is named', () => {
  it.each([
    ['its own id', 's1', 's1'],
    ['its own id in capitals', 'S11', 's11'],
    ["the server's id", '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}', 's1'],
    ["the server's id without braces and in lower case", '6a90e1d4-3c27-4f18-b5d2-08e7a1c94f63', 's2'],
    ["a server's id that is no GUID", '4711', 's11'],
    ['the whole name of its file, which is a part of another', 'report.bin', 's1'],
    ['a part of the name that no other has', '.old', 's2'],
    ['a part of the name in other case', 'setup', 's11'],
  ])('by %s', (_how, text, id) => {
    expect(sessionNamed(ALL, text).id).toBe(id);
  });

  it('by its id also where a file has that name', () => {
    const named = timeline(sessionView('s1', { fileName: 's2' }), sessionView('s2', { fileName: 'a' }));
    expect(sessionNamed(named, 's2').id).toBe('s2');
  });

  it('once, in the order of the timeline, where several names are given', () => {
    expect(sessionsNamed(ALL, ['setup', 's1', 'report.bin']).map(({ id }) => id)).toEqual(['s1', 's11']);
  });
});

describe('without a name', () => {
  it('the only session is meant', () => {
    expect(sessionMeant(timeline(LOG), undefined).id).toBe('s11');
    expect(sessionMeant(ALL, 's2').id).toBe('s2');
  });

  it('one of several has to be chosen', () => {
    expect(() => sessionMeant(ALL, undefined)).toThrow(/several sessions: s1 .*s2 .*s11 .*--session/);
    expect(() => sessionMeant(timeline(), undefined)).toThrow(/no session here/);
  });
});

describe('a name that does not do', () => {
  it('is told with all that it may mean', () => {
    const { code, message } = failure('report');
    expect(code).toBe('bad-option');
    expect(message).toContain('s1 (report.bin, {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11})');
    expect(message).toContain('s2 (report.bin.old, ');
    expect(message).not.toContain('s11');
  });

  it('is told with the sessions that are there', () => {
    expect(failure('nothing').message).toMatch(/no session "nothing".*s1 .*s2 .*s11/);
    expect(failure('').message).toMatch(/no session "".*s1 /);
    expect(failure('s1', timeline()).message).toContain('none at all');
  });

  it('is told in one line, however many sessions there are and whatever they are called', () => {
    const many = Array.from({ length: 20 }, (_, index) => sessionView(`s${index + 1}`, { fileName: `a\n\u001b[31m${'x'.repeat(500)}` }));
    const { message } = failure('x', timeline(...many));
    expect(message).toContain('and 12 more');
    expect(message).toBe(safeText(message));
    expect(message.length).toBeLessThan(1000);
  });

  it('is told where two servers gave the same id', () => {
    const twice = timeline(REPORT, sessionView('s2', { ...OLDER, id: 's2', sessionId: '{3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11}' }));
    expect(failure('3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11', twice).message).toMatch(/s1 .*s2 /);
  });
});
