import { describe, expect, it } from 'vitest';
import { Program } from '../../kit/program.ts';

async function explain(...args: string[]) {
  const program = new Program('explain', ...args);
  const exit = await program.exit();
  return { exit, out: program.out, talk: program.talk };
}

describe('bitstap explain', () => {
  it('says what a code means, who sends it, why, and what to do', async () => {
    const { exit, out, talk } = await explain('0x8020001F');
    expect(exit).toBe(0);
    expect(talk).toBe('');
    expect(out).toMatch(/^0x8020001F {2}BG_E_SESSION_NOT_FOUND\n/);
    for (const label of ['Meaning', 'Sent by', 'Client', 'Causes', 'But', 'Sources']) expect(out).toMatch(new RegExp(`^  ${label} `, 'm'));
    expect(out).toMatch(/→ Server: .*BITSSessionTimeout/s);
  });

  it('fits 80 columns in a pipe, without colour', async () => {
    const { out } = await explain('0x80070057', '404', '5', '500');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out.split('\n').some((line) => line.length > 70)).toBe(true);
    expect(out).not.toContain('\u001b');
  });

  it('takes several codes at once, a prefix as a word of its own, and negative numbers', async () => {
    const { out } = await explain('-2145386465', 'HTTP', '404', 'context', '7', 'e_accessdenied');
    expect(out.match(/^\S.*$/gm)).toEqual([
      '0x8020001F  BG_E_SESSION_NOT_FOUND',
      'HTTP 404  Not Found',
      'context 0x7  BG_ERROR_CONTEXT_REMOTE_APPLICATION',
      '0x80070005  E_ACCESSDENIED',
    ]);
  });

  it('names the other thing that a bare 5 may be', async () => {
    const { out } = await explain('5');
    expect(out).toMatch(/^context 0x5 /);
    expect(out).toMatch(/^ {2}Or +0x80070005 E_ACCESSDENIED/m);
  });

  it('writes JSON for scripts, with links to the sources', async () => {
    const { out } = await explain('416', '0x801901F4', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject([
      {
        input: '416',
        kind: 'status',
        code: 416,
        title: 'HTTP 416',
        from: ['server'],
        causes: [{ when: 'in the Ack to Fragment, with 0x00000000', remedies: [{ who: 'client' }, { who: 'server' }] }],
        sources: expect.arrayContaining([
          { label: 'DOC ack-for-fragment', url: 'https://learn.microsoft.com/en-us/windows/win32/bits/ack-for-fragment' },
        ]),
        or: [],
      },
      { input: '0x801901F4', kind: 'hresult', code: 0x801901f4, names: ['BG_E_HTTP_ERROR_500'], from: ['client-log'] },
    ]);
  });

  it('says in one line what it takes, and what was probably meant, before it writes anything', async () => {
    const { exit, out, talk } = await explain('404', 'BG_E_SESION_NOT_FOUND');
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(talk).toMatch(/^bitstap: "BG_E_SESION_NOT_FOUND" is no code\. Did you mean BG_E_SESSION_NOT_FOUND.*context 7\)\.\n$/);
  });

  it('guesses at nothing that is like no name', async () => {
    const { exit, talk } = await explain('nope');
    expect(exit).toBe(2);
    expect(talk).toMatch(/^bitstap: "nope" is no code\. Write an HRESULT/);
  });
});
