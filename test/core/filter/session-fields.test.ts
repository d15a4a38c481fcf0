import { describe, expect, it } from 'vitest';
import { filter, foldSample, selected } from '../../kit/filter.ts';
import { allSamples } from '../../kit/samples.ts';

/** The samples with a session that a filter selects without looking at its rows. */
function samplesOf(text: string): string[] {
  const { matches } = filter(text);
  return allSamples()
    .map(({ name }) => name)
    .filter((name) => foldSample(name).sessions.some(matches));
}

describe('a session alone', () => {
  const alone = (text: string) => foldSample('resumed-after-416').sessions.filter(filter(text).matches).length === 1;

  it.each([
    'session:s1',
    'session:S1',
    'session:{5c0d1a77',
    'session:5C0D1A77-2B64',
    'session={5C0D1A77-2B64-4D0F-A1C8-93E6F0B7D2A4}',
    'session:*d2a4',
    'state:complete',
    'state:COMPLETE',
    'is:over',
    'url:BITS.example.test/inbox',
    'url:http://bits.example.test/inbox/*.dmp',
    'path:/inbox/crash.dmp',
    'file=crash.dmp',
    'file:CRASH',
    'client:192.0.2.10',
    'client:192.0.2.*',
    'agent:"EXAMPLE-uploader/2"',
    'server:bits.example.test:80',
    'host:example',
    'total:300',
    'total>=300b',
    'packets:7',
    'interruptions>0',
  ])('is selected by %s', (text) => {
    expect(alone(text)).toBe(true);
  });

  it.each([
    'session:s',
    'session:s10',
    'session:0d1a77',
    'session=5c0d1a77',
    'state:lost',
    'is:open',
    'is:joined',
    'url=bits.example.test',
    'path:/inbox/*.bin',
    'file:crash.dm*x',
    'client:*.2',
    'agent:curl',
    'server-agent:*',
    'host:iis',
    'total>300',
    'packets!=7',
  ])('is not selected by %s', (text) => {
    expect(alone(text)).toBe(false);
  });
});

describe('the state', () => {
  it('in small letters is how the session stands, in capitals that of the protocol', () => {
    expect(samplesOf('state:COMPLETE')).toContain('premature-close');
    expect(samplesOf('state:complete')).not.toContain('premature-close');
    expect(samplesOf('state:Complete')).toEqual(samplesOf('state:complete'));
    expect(samplesOf('state:lost')).toEqual(['premature-close', 'premature-close-refused']);
    expect(samplesOf('state:expired')).toContain('unknown-session');
  });

  it.each(['state:unknown-to-server', 'state:"unknown to server"', 'state:unknown_to_server', 'state:unknown-*'])('is also %s', (text) => {
    expect(samplesOf(text)).toEqual(samplesOf('state:EXPIRED'));
  });

  it('is open while more may come', () => {
    expect(samplesOf('is:open')).toContain('ignores-server-offset');
    expect(samplesOf('is:open')).not.toContain('clean-upload');
  });

  it('is joined where the beginning was not seen', () => {
    expect(samplesOf('is:joined')).toContain('joined-in-the-middle');
    expect(samplesOf('is:joined')).not.toContain('clean-upload');
  });
});

describe('an exchange', () => {
  it.each([
    ['resumed-after-416', 'state:complete', 'x1 x2 x3 x4 x5 x6 x7'],
    ['resumed-after-416', 'session:s2', ''],
    // Its packets name iis.example.test on c1, and iis from then on; the downloads name iis.example.test.
    ['windows-upload-reply', 'host=iis type:*', 'x2 x3 x6'],
    ['windows-upload-reply', 'host:iis.example.test', 'x1 x4 x5'],
    ['windows-upload-reply', 'server-agent:IIS', 'x1 x2 x3 x4 x5 x6'],
    ['windows-upload-reply', 'path:responsefile', 'x4 x5'],
    ['windows-upload-reply', 'path:/drop/claims.xml', 'x1 x2 x3 x6'],
    ['windows-upload-reply', 'total:4kb', 'x1 x2 x3 x4 x5 x6'],
    ['dialects', 'file:"a b.bin"', 'x1 x2 x3 x4'],
    ['dialects', 'session:4711', 'x1 x2 x3 x4'],
    ['garbage', 'session:*', 'x3'],
    ['garbage', 'url:/health', 'x2'],
    ['garbage', 'path:/health', 'x2'],
    ['garbage', 'host:bits.example.test', 'x2 x3'],
    ['garbage', 'client:192.0.2.10:50212', 'x2 x3'],
    ['garbage', 'server:bits.example.test', 'x1 x2 x3'],
  ])('of %s is selected by %s', (sample, text, exchanges) => {
    expect(selected(sample, text)).toBe(exchanges);
  });
});
