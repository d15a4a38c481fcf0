import { describe, expect, it } from 'vitest';
import { isPassing, reactionTo } from '../../../proxy/core/codes/statuses.ts';

describe('the status of an application', () => {
  it.each([306, 308, 399, 408, 409, 500, 502, 503, 504, 599, 101, 204])('%i may pass', (status) => {
    expect(isPassing(status)).toBe(true);
  });

  it.each([300, 301, 305, 307, 400, 403, 404, 407, 410, 413, 499, 501, 505])('%i is final', (status) => {
    expect(isPassing(status)).toBe(false);
  });
});

describe('what the client does', () => {
  it('sends Close-Session and Cancel-Session again after 5xx only', () => {
    expect(reactionTo(503)).toMatch(/^Sends Close-Session and Cancel-Session again/);
    expect(reactionTo(499)).toMatch(/^Does not send Close-Session or Cancel-Session again/);
  });

  it('sends a challenged packet again with credentials', () => {
    for (const status of [401, 407]) expect(reactionTo(status)).toMatch(/^Sends the same packet again with credentials/);
  });

  it('is not worth a word after a success', () => {
    expect(reactionTo(200)).toBe('');
  });

  it('names the one status after which an application is not asked again', () => {
    expect(reactionTo(403)).toMatch(/Only 403/);
    expect(reactionTo(404)).not.toMatch(/Only 403/);
  });
});
