import { describe, expect, it } from 'vitest';
import { RULES, ruleById } from '../../../proxy/core/rules/index.ts';

/** The catalogue as it was decided: number and id. A number is never given again; a rule that is renamed keeps it. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  // A. Transport and framing
  1: 'wrong-http-version',
  2: 'method-not-bits-post',
  3: 'packet-type-missing',
  4: 'packet-type-unknown',
  5: 'ack-packet-type-missing',
  6: 'ack-packet-type-invalid',
  7: 'content-length-missing',
  8: 'request-body-not-allowed',
  9: 'ack-content-length-invalid',
  10: 'chunked-request',
  11: 'value-too-long',
  12: 'duplicate-bits-header',
  13: 'concurrent-requests',
  14: 'destination-url-changed',
  15: 'verb-blocked',
  16: 'redirect-on-bits-post',
  17: 'exchange-cut-off',
  // B. Create-Session and its Ack
  18: 'supported-protocols-invalid',
  19: 'no-common-protocol',
  20: 'unsupported-protocol-chosen',
  21: 'missing-protocol-in-ack',
  22: 'missing-session-id-in-create-ack',
  23: 'session-id-format',
  24: 'session-id-reused',
  25: 'session-restart-loop',
  26: 'accept-encoding-not-identity',
  27: 'host-id-malformed',
  28: 'host-id-ignored',
  29: 'fallback-timeout-invalid',
  30: 'premature-host-fallback',
  // C. Session identity
  31: 'missing-session-id-in-request',
  32: 'session-id-unknown',
  33: 'session-id-mismatch-in-ack',
  34: 'missing-session-id-in-ack',
  35: 'packet-after-close',
  // D. Fragment requests
  36: 'content-range-missing',
  37: 'content-range-malformed',
  38: 'content-range-out-of-bounds',
  39: 'content-range-total-changed',
  40: 'content-range-length-mismatch',
  41: 'fragment-gap',
  42: 'fragment-overlap',
  43: 'fragment-duplicate',
  44: 'fragment-ignores-server-offset',
  45: 'zero-length-upload',
  46: 'fragment-size-out-of-range',
  47: 'fragment-not-reduced-after-413',
  48: 'content-encoding-not-accepted',
  49: 'content-name-problem',
  // E. Acks to Fragment
  50: 'missing-received-range',
  51: 'received-range-malformed',
  52: 'ack-range-regression',
  53: 'ack-range-beyond-sent',
  54: 'ack-range-partial',
  55: 'ack-range-stall',
  56: 'gap-accepted',
  57: 'spurious-416',
  58: 'reply-url-unexpected',
  59: 'reply-url-missing',
  60: 'reply-url-malformed',
  // F. Error reporting
  61: 'error-header-nonstandard',
  62: 'ack-headers-contradict-status',
  63: 'error-details-missing',
  64: 'error-context-invalid',
  65: 'status-hresult-mismatch',
  66: 'session-not-found-not-signalled',
  67: 'upload-rejected',
  // G. Ending a session
  68: 'premature-close-session',
  69: 'incomplete-close-accepted',
  70: 'reply-not-downloaded-before-close',
  71: 'close-session-missing',
  72: 'close-retry-violation',
  73: 'cancel-after-complete',
  // H. Authentication, timing, security
  74: 'fragment-auth-challenge',
  75: 'auth-loop',
  76: 'ntlm-connection-split',
  77: 'basic-auth-cleartext',
  78: 'response-timeout',
  79: 'notification-anomaly',
  80: 'suspicious-upload-reply-beacon',
  // New by the amendments
  81: 'server-closes-unannounced',
  82: 'length-mismatch-accepted',
  83: 'invalid-request-accepted',
  84: 'ping-rejected',
  85: 'packet-after-close-accepted',
  86: 'header-unexpected',
  87: 'host-missing',
  88: 'session-abandoned',
};

describe('the catalogue', () => {
  it('has the 88 rules that were decided, and no others', () => {
    expect(RULES.map(({ id }) => id)).toEqual(Object.values(BY_NUMBER).sort());
    expect(Object.keys(BY_NUMBER)).toHaveLength(88);
  });

  it('is in alphabetical order, each id once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))('has texts for %s', (_id, { source, title, why, fix }) => {
    expect(source).toMatch(/\[(BUP|DOC) .+\]/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    for (const text of [why, fix]) expect(text).toMatch(/^[A-Z].*\.$/);
  });

  it('knows its rules by id, and no others', () => {
    expect(ruleById('fragment-gap')?.title).toBe('Fragment leaves a gap');
    expect(ruleById('toString')).toBeUndefined();
  });
});
