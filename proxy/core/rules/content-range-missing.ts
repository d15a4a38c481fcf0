import { bytes } from './number.ts';
import { defineRule } from './rule.ts';

export const contentRangeMissing = defineRule({
  id: 'content-range-missing',
  on: ['fragment'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.6.1, §3.2.5.2.3]',
  title: 'Fragment without Content-Range',
  why: 'Nothing else says where in the file these bytes belong. A careful server answers 400 and the upload fails; one that guesses corrupts the file.',
  fix: 'Send Content-Range: bytes first-last/total with every Fragment. If the client does, look for a proxy or firewall on the way that removes it.',
  reality: "Some proxies remove range headers: Microsoft's documentation warns of it for downloads.",
  check({ request: { rangeText }, exchange }) {
    if (rangeText) return undefined;
    return { header: rangeText === undefined ? 'missing' : 'empty', bodyLength: exchange.request?.bodyLength ?? 0 };
  },
  message: ({ header, bodyLength }) =>
    `Content-Range is ${header}, so that the ${bytes(bodyLength)} in this Fragment have no place in the file.`,
});
