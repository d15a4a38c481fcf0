import { describe, expect, it } from 'vitest';
import { jsonCount, jsonList, jsonObject, jsonText, readJsonObject } from '../../../proxy/core/text/loose-json.ts';

describe('JSON that anybody wrote', () => {
  it('is read as an object, and nothing else is', () => {
    expect(readJsonObject(Buffer.from('\ufeff{"a": "ä"}'))).toEqual({ a: 'ä' });
    for (const text of ['', '5', '[1]', 'null', '{"a":', '{} {}']) expect(readJsonObject(Buffer.from(text))).toBeUndefined();
  });

  it('is not read where it would take far more memory than its text', () => {
    expect(readJsonObject(Buffer.from(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`))).toBeDefined();
    expect(readJsonObject(Buffer.from(`{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`))).toBeUndefined();
  });

  it('has what is asked for, or not', () => {
    expect([jsonObject([]), jsonObject(null), jsonList({}), jsonText(5), jsonCount('5'), jsonCount(-1), jsonCount(Number.NaN)]).toEqual([
      ...[undefined, undefined, [], undefined, undefined, undefined, undefined],
    ]);
    expect([jsonObject({}), jsonList([1]), jsonText(''), jsonCount(0.5)]).toEqual([{}, [1], '', 0.5]);
  });
});
