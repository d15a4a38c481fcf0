import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNote, type Note, parseNote } from '../../../proxy/core/capture/note.ts';

const NOTES: readonly (readonly [string, Note])[] = [
  [
    'bitstap v1 opened connection="c1" client="192.0.2.10:50211" server="files.example.test:80"',
    { kind: 'opened', connection: 'c1', client: '192.0.2.10:50211', server: 'files.example.test:80' },
  ],
  ['bitstap v1 opened connection="c1" client="[::1]:5"', { kind: 'opened', connection: 'c1', client: '[::1]:5' }],
  [
    'bitstap v1 continues connection="c7" client="a:1" opened="1741078800000.25" clientsaid="5368709123" serversaid="0"',
    { kind: 'continues', connection: 'c7', client: 'a:1', opened: 1_741_078_800_000.25, said: { client: 5_368_709_123, server: 0 } },
  ],
  ['bitstap v1 routed server="b:80"', { kind: 'routed', server: 'b:80' }],
  ['bitstap v1 rewrite what="Host: \\"a\\" → b"', { kind: 'rewrite', what: 'Host: "a" → b' }],
  ['bitstap v1 answered by="proxy"', { kind: 'answered' }],
  ['bitstap v1 closed by="server" how="reset"', { kind: 'closed', by: 'server', how: 'reset' }],
  [
    'bitstap v1 closed by="proxy" how="failed" reason="two\\u000Alines\\\\"',
    { kind: 'closed', by: 'proxy', how: 'failed', reason: 'two\nlines\\' },
  ],
  ['bitstap v1 fault code="x" message="\\u202E\\uDB40\\uDC41"', { kind: 'fault', code: 'x', message: '\u202e\u{e0041}' }],
  ['bitstap v1 redacted headers="Cookie"', { kind: 'redacted', headers: 'Cookie' }],
];

describe('a note', () => {
  it.each(NOTES)('is a line that people can read: %s', (text, note) => {
    expect(formatNote(note)).toBe(text);
    expect(parseNote(text)).toEqual(note);
  });

  it('is one line and the same again, whatever its texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }), (reason, message) => {
        for (const note of [
          { kind: 'closed', by: 'client', how: 'fin', reason },
          { kind: 'fault', code: reason, message },
        ] as const) {
          expect(formatNote(note)).not.toMatch(/\p{Cc}/u);
          expect(parseNote(formatNote(note))).toEqual(note);
        }
      }),
    );
  });

  it('shows that a text was too long for it', () => {
    const note = parseNote(formatNote({ kind: 'rewrite', what: 'x'.repeat(70_000) }));
    expect(note?.kind === 'rewrite' && note.what).toMatch(/^x{1999}…$/);
  });
});

describe('a comment that is no note', () => {
  it.each([
    '',
    'bitstap',
    'bitstap v1 ',
    'bitstap v2 answered by="proxy"',
    ' bitstap v1 answered by="proxy"',
    'bitstap v1 unheard of="x"',
    'bitstap v1 opened client="a:1"',
    'bitstap v1 opened connection=c1 client=a:1',
    'bitstap v1 closed by="nobody" how="fin"',
    'bitstap v1 closed by="client" how="softly"',
    'bitstap v1 closed how="fin"  by="client"',
    'bitstap v1 routed server="b:80',
    'bitstap v1 fault code="x"',
    'bitstap v1 continues connection="c7" client="a:1" opened="0" clientsaid="-1" serversaid="0"',
    'bitstap v1 continues connection="c7" client="a:1" opened="now" clientsaid="1" serversaid="0"',
    'bitstap v1 toString what="x"',
  ])('says nothing: %s', (comment) => {
    expect(parseNote(comment)).toBeUndefined();
  });
});
