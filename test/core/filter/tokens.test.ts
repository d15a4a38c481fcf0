import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../proxy/core/filter/tokens.ts';

/** A token as its kind and its parts: `term url : "x"`. */
function short(text: string): string[] {
  return tokenize(text).map((token) => {
    if (token.kind === 'text') return `text ${JSON.stringify(token.value.text)}`;
    if (token.kind !== 'term') return token.kind;
    const { field, operator, value } = token;
    return `${field.text} ${operator} ${value ? JSON.stringify(value.text) : '-'}`;
  });
}

describe('a word', () => {
  it.each([
    ['report.bin', ['text "report.bin"']],
    ['10.0.0.1:80', ['text "10.0.0.1:80"']],
    ['{3b1f-7c52}', ['text "{3b1f-7c52}"']],
    ['http://host/x?a=b&c', ['text "http://host/x?a=b&c"']],
    ['a"b', ['text "a\\"b"']],
    ['android ordinary', ['text "android"', 'text "ordinary"']],
    ['-', ['text "-"']],
    ['a - b', ['text "a"', 'text "-"', 'text "b"']],
    ['a-b', ['text "a-b"']],
    ['a\u00a0b', ['text "a"', 'text "b"']],
  ])('%s', (text, tokens) => {
    expect(short(text)).toEqual(tokens);
  });

  it.each([
    ['and', ['and']],
    ['"and"', ['text "and"']],
    ['-a', ['not', 'text "a"']],
    ['!a', ['not', 'text "a"']],
    ['(a)b', ['open', 'text "a"', 'close', 'text "b"']],
    ['not =', ['not', 'text "="']],
    ['a&&b||c', ['text "a"', 'and', 'text "b"', 'or', 'text "c"']],
  ])('that is not one: %s', (text, tokens) => {
    expect(short(text)).toEqual(tokens);
  });
});

describe('quotes', () => {
  it.each([
    ['"a b"', ['text "a b"']],
    ['"a \\" b"', ['text "a \\" b"']],
    ['"C:\\temp\\\\"', ['text "C:\\\\temp\\\\"']],
    ['""', ['text ""']],
    ['file:"a (1).bin"', ['file : "a (1).bin"']],
    ['"a', ['unclosed']],
    ['file:"a', ['file : -', 'unclosed']],
  ])('%s', (text, tokens) => {
    expect(short(text)).toEqual(tokens);
  });
});

describe('a term', () => {
  it.each([
    ['status:416', ['status : "416"']],
    ['status>=500', ['status >= "500"']],
    ['status >= 500', ['status >= "500"']],
    ['status:>=500', ['status >= "500"']],
    ['status!=200', ['status != "200"']],
    ['status == 200', ['status = "200"']],
    ['server-agent:IIS', ['server-agent : "IIS"']],
    ['url:http://h:80/x', ['url : "http://h:80/x"']],
    ['url:', ['url : -']],
    ['url: x', ['url : -', 'text "x"']],
    ['url :x', ['text "url"', 'text ":x"']],
    ['status > and x', ['status > -', 'and', 'text "x"']],
    ['(type:ping)', ['open', 'type : "ping"', 'close']],
  ])('%s', (text, tokens) => {
    expect(short(text)).toEqual(tokens);
  });

  it('knows the place of each of its parts', () => {
    expect(tokenize('  status >= "5"')).toMatchObject([{ at: 2, length: 13, field: { at: 2, length: 6 }, value: { at: 12, length: 3 } }]);
  });
});
