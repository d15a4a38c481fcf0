import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destinationOf, pathOf } from '../../../../proxy/reference/server/destination.ts';
import { Refusal } from '../../../../proxy/reference/server/refusal.ts';

function refusalOf(target: string): string | undefined {
  try {
    destinationOf(target);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.kind;
    throw error;
  }
}

describe('destinationOf', () => {
  it.each([
    ['/report.bin', ['report.bin']],
    ['/inbox/2025/report.bin', ['inbox', '2025', 'report.bin']],
    ['/a%20b%2Ec.bin', ['a b.c.bin']],
    ['/%C3%BCber.bin', ['über.bin']],
    ['/report.bin?access_token=x/../y', ['report.bin']],
    ['http://server:8080/inbox/report.bin', ['inbox', 'report.bin']],
    ['/..hidden', ['..hidden']],
    ['/console.log', ['console.log']],
  ])('reads %s', (target, names) => {
    expect(destinationOf(target)).toEqual(names);
  });

  it.each([
    ['/../secret', 'a parent'],
    ['/a/../../secret', 'a parent further down'],
    ['/%2e%2e/secret', 'an encoded parent'],
    ['/%2E./secret', 'a half encoded parent'],
    ['/..%2fsecret', 'an encoded slash'],
    ['/..%5Csecret', 'an encoded backslash'],
    ['/..\\secret', 'a backslash'],
    ['/./x', 'a dot'],
    ['//server/share', 'an empty segment, which begins a UNC path'],
    ['/a//b', 'an empty segment'],
    ['/C:/Windows/x', 'a drive'],
    ['/C%3A%5CWindows%5Cx', 'an encoded drive'],
    ['/report.bin:stream', 'an alternate data stream'],
    ['/x%00.bin', 'a NUL'],
    ['/x%0a.bin', 'a line feed'],
    ['/x%1b%5B31m', 'an escape sequence'],
    ['/x%E2%80%AEnib.exe', 'a change of the writing direction'],
    ['/nul', 'a device'],
    ['/NUL.txt', 'a device with an extension'],
    ['/folder/com1', 'a port'],
    ['/LPT%C2%B9.log', 'a port with a superscript digit'],
    ['/conin$', 'the console'],
    ['/report.bin.', 'a final dot'],
    ['/report.bin%20', 'a final space'],
    ['/.../x', 'nothing but dots'],
    ['/.bitstap-upload-1', 'a name of ours'],
    ['/.BITSTAP-upload-1', 'a name of ours in other letters'],
    [`/${'x'.repeat(256)}`, 'a name that is too long'],
    [`/${'%C3%BC'.repeat(130)}`, 'a name that is too long in bytes'],
    ['/a*b', 'a wildcard'],
  ])('denies %s: %s', (target) => {
    expect(refusalOf(target)).toBe('access-denied');
  });

  it.each([
    ['/', 'no name'],
    ['/inbox/', 'a directory'],
    ['http://server', 'a server'],
    ['', 'nothing'],
    ['*', 'no path'],
    ['report.bin', 'a relative path'],
    ['/x%', 'a percent sign alone'],
    ['/x%zz', 'no hexadecimal'],
    ['/%ff%fe', 'no UTF-8'],
    ['/%c0%ae%c0%ae/secret', 'an overlong parent'],
    ['/%ed%a0%80', 'half a surrogate pair'],
    ['/\u00fcber', 'a raw byte beyond ASCII'],
    [`/${'x/'.repeat(1100)}x`, 'a URL that is too long'],
  ])('calls %s invalid: %s', (target) => {
    expect(refusalOf(target)).toBe('invalid-request');
  });

  it('gives names that stay below the directory whatever the target, on every system', () => {
    const parts = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%00', 'C:', '~', '%', 'a', 'nul', ' ', '%20', 'é', '?', '#');
    const hostile = fc.array(fc.oneof(parts, fc.string()), { maxLength: 12 }).map((all) => `/${all.join('')}`);
    fc.assert(
      fc.property(hostile, (target) => {
        if (refusalOf(target) !== undefined) return;
        const names = destinationOf(target);
        expect(names.length).toBeGreaterThan(0);
        expect(posix.relative('/root', posix.join('/root', ...names)).split('/')).toEqual(names);
        expect(win32.relative('C:\\root', win32.join('C:\\root', ...names)).split('\\')).toEqual(names);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('pathOf', () => {
  it('leaves out scheme, host, query and fragment', () => {
    expect(pathOf('http://a:1/b/c?d=e#f')).toBe('/b/c');
    expect(pathOf('/b?c')).toBe('/b');
    expect(pathOf('https://a')).toBe('/');
  });
});
