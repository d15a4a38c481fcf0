import { describe, expect, it } from 'vitest';
import { explainHresult, explainStatus } from '../../../proxy/core/codes/explain.ts';
import { sourceLinks } from '../../../proxy/core/sources.ts';

const causesOf = ({ causes }: ReturnType<typeof explainStatus>) => causes.map(({ when, text }) => `${when ?? ''}: ${text}`);

describe('an error value of the wire', () => {
  it('has the statuses and contexts that it stands beside', () => {
    const session = explainHresult(0x8020001f);
    expect(session).toMatchObject({ kind: 'hresult', title: '0x8020001F', names: ['BG_E_SESSION_NOT_FOUND'], from: ['server'] });
    expect(session.causes.map(({ when }) => when)).toEqual([
      'in the Ack to Fragment, Close-Session, Cancel-Session, with HTTP 500, context 0x5',
    ]);
    expect(session.reaction).toMatch(/Create-Session.*byte 0/);
  });

  it('that means two things has a cause and a remedy for each', () => {
    const denied = explainHresult(0x80070005).causes.map(({ when }) => when);
    expect(denied).toEqual(['with HTTP 403, context 0x5', 'with HTTP 403, context 0x5', 'with HTTP 501']);
    expect(explainHresult(0x80070005).causes.every(({ remedies }) => remedies.length > 0)).toBe(true);
  });

  it('says where the spec and the docs disagree on what is too large', () => {
    expect(explainHresult(0x80200020).caveats[0]).toMatch(/fragment.*whole file/);
  });

  it('is a full disk in both spellings of the spec, and a slow application only beside 408', () => {
    expect(explainHresult(0x80070070).names).toEqual(['ERROR_DISK_FULL']);
    expect(explainHresult(0x80070112).names).toEqual(['ERROR_DISK_FULL']);
    expect(explainHresult(0x80070112).causes.map(({ when }) => when)).toEqual([
      'in the Ack to the last Fragment, with HTTP 408, context 0x7',
      'in the Ack to Fragment, with HTTP 500, context 0x5',
    ]);
    expect(explainHresult(0x80070070).causes).toHaveLength(1);
  });

  it('says that 0x80200023 was never verified on the wire', () => {
    expect(explainHresult(0x80200023)).toMatchObject({ from: ['client-log'], caveats: [expect.stringMatching(/not verified/)] });
  });
});

describe('an HTTP status as a client logs it', () => {
  it.each([
    [0x80190190, 400],
    [0x80190191, 401],
    [0x80190194, 404],
    [0x801901a0, 416],
    [0x801901f4, 500],
    [0x801901f7, 503],
    [0x801901a2, 418],
  ])('%i is %i', (code, status) => {
    const { names, from, causes } = explainHresult(code);
    expect(names).toEqual([`BG_E_HTTP_ERROR_${status}`]);
    expect(from).toEqual(['client-log']);
    expect(causes).toEqual(explainStatus(status).causes);
  });

  it('is none below 100 and from 1000', () => {
    expect(explainHresult(0x80190063).names).toEqual([]);
    expect(explainHresult(0x801903e8).meaning).toMatch(/facility 25 \(HTTP\), number 1000/);
  });
});

describe('an error value that no table has', () => {
  it.each([
    [0xa0001234, /failure code of a vendor: facility 0, number 4660/],
    [0xa0200001, /failure code of a vendor: facility 32 \(BITS\), number 1/],
    [0x80070002, /^Win32 error 2$/],
    [0x80200099, /failure code .*facility 32 \(BITS\), number 153/],
    [0x80040154, /failure code .*facility 4, number 340/],
    [0x00000001, /success code .*facility 0, number 1/],
    [0xffffffff, /vendor: facility 2047, number 65535/],
  ])('%i is told by its bits', (code, meaning) => {
    expect(explainHresult(code)).toMatchObject({ code, names: [], meaning: expect.stringMatching(meaning) });
  });

  it('blames no one when it tells of a success', () => {
    expect(explainHresult(1).caveats[0]).toMatch(/no failure/);
    expect(explainHresult(0x80070002).caveats).toEqual([]);
  });
});

describe('a status', () => {
  it('that has several causes tells them apart by Ack and error value', () => {
    const text = causesOf(explainStatus(404)).join('\n');
    expect(text).toMatch(/not enabled.*\n.*30,000,000 bytes/);
    expect(text).toMatch(/in the Ack to Create-Session: There is no such URL/);
    expect(text).toMatch(/in the Ack to Close-Session: .*already deleted/);
    expect(text).toMatch(/without any BITS header: The verb BITS_POST is blocked/);
  });

  it('500 lists the three error values that may stand beside it', () => {
    const text = causesOf(explainStatus(500)).join('\n');
    for (const code of ['0x8020001F', '0x80200020', '0x80070070 or 0x80070112']) expect(text).toContain(`with ${code}, context 0x5`);
  });

  it('416 is no failure', () => {
    expect(explainStatus(416)).toMatchObject({ from: ['server'], reaction: expect.stringContaining('BITS-Received-Content-Range') });
    expect(explainStatus(416).reaction).not.toContain('final');
  });

  it('that BITS has no use for is told by its class', () => {
    expect(explainStatus(418)).toMatchObject({ title: 'HTTP 418', names: [], meaning: 'the request was refused', causes: [] });
    expect(explainStatus(599).meaning).toBe('trouble that may pass');
  });

  it('has sources that can be looked up', () => {
    expect(sourceLinks(explainStatus(409).source).map(({ label }) => label)).toEqual([
      'DOC ack-for-create-session',
      'DOC handling-server-application-errors',
    ]);
  });
});
