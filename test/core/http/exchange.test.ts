import { describe, expect, it } from 'vitest';
import { copyExchange, type Exchange } from '../../../proxy/core/http/exchange.ts';
import { exchangeView } from '../../../proxy/core/timeline.ts';
import { request, response } from '../../kit/exchange.ts';

describe('a copy of an exchange', () => {
  const whole: Required<Exchange> = {
    ...{ id: 'x1', connection: 'c1', index: 1, interim: [], rewrites: ['Host: a → b'], outcome: 'answered', answeredBy: 'server' },
    request: request('GET', '/', {}),
    response: response(200, {}),
    cutOff: { by: 'client', how: 'reset' },
    unreadable: { from: 'server', reason: 'no HTTP', offset: 3 },
  };

  it('has all that the exchange has', () => {
    expect(copyExchange(whole)).toEqual(whole);
  });

  it('is what the timeline shows, with what it is about', () => {
    expect(exchangeView(whole, 'bits', 's1')).toEqual({ ...whole, kind: 'bits', session: 's1' });
    expect(exchangeView(whole, 'other', undefined)).toEqual({ ...whole, kind: 'other' });
  });
});
