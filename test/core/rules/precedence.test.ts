import { describe, expect, it } from 'vitest';
import { ruleById } from '../../../proxy/core/rules/index.ts';
import { mostTelling, PRECEDENCE, type PrecedenceRow } from '../../../proxy/core/rules/precedence.ts';
import type { Judgement } from '../../../proxy/core/rules/rule.ts';

const said = (rule: string, facts: Partial<Judgement> = {}): Judgement => ({
  ...{ rule, severity: 'error', confidence: 'certain', blames: 'server', message: '', evidence: {} },
  ...facts,
});
const idOf = (silenced: PrecedenceRow['silences'][number]) => (typeof silenced === 'string' ? silenced : silenced.rule);
const left = (...found: Judgement[]) => mostTelling(found).map(({ rule }) => rule);

describe('the table of precedence', () => {
  it('names only rules that exist', () => {
    const named = PRECEDENCE.flatMap(({ speaks, silences }) =>
      'rule' in speaks ? [speaks.rule, ...silences.map(idOf)] : silences.map(idOf),
    );
    expect(named.filter((id) => !ruleById(id))).toEqual([]);
  });

  it('lets no rule silence itself', () => {
    for (const { speaks, silences } of PRECEDENCE) if ('rule' in speaks) expect(silences.map(idOf)).not.toContain(speaks.rule);
  });
});

describe('the most telling finding', () => {
  it('is all there is when nothing takes precedence', () => {
    expect(left(said('ack-range-beyond-sent'), said('content-range-missing'))).toEqual(['ack-range-beyond-sent', 'content-range-missing']);
  });

  it('is what the server asked for, before gap and overlap', () => {
    expect(left(said('fragment-gap'), said('fragment-ignores-server-offset'), said('fragment-overlap'))).toEqual([
      'fragment-ignores-server-offset',
    ]);
  });

  it.each(['packet-after-close', 'session-id-unknown', 'session-not-found-not-signalled'])('is %s, before a premature Close', (rule) => {
    expect(left(said('premature-close-session'), said(rule))).toEqual([rule]);
  });

  it('is the fault of the request, before a blocked verb', () => {
    expect(left(said('content-range-length-mismatch', { blames: 'client' }), said('verb-blocked'))).toEqual([
      'content-range-length-mismatch',
    ]);
  });

  it('is the empty file, before the range that cannot name it', () => {
    const found = [said('zero-length-upload', { severity: 'warning' }), said('content-range-out-of-bounds', { blames: 'client' })];
    expect(left(...found, said('upload-rejected'))).toEqual(['zero-length-upload']);
  });

  it.each([
    ['bytes that were invented', 'length-mismatch-accepted', 'ack-range-beyond-sent'],
    ['a claim that cannot be true, before where it went back to', 'ack-range-beyond-sent', 'ack-range-regression'],
    ['a server that went back, before the 416 that says so', 'ack-range-regression', 'spurious-416'],
    ['a 416 to the right Fragment, before the standstill that it makes', 'spurious-416', 'ack-range-stall'],
    ['a 416 that is no question of offsets, before the code that shows it', 'spurious-416', 'status-hresult-mismatch'],
    ['a server that counts one too few, before the standstill at the end', 'ack-range-partial', 'ack-range-stall'],
    ['what came after the end, before the offset that it got', 'packet-after-close', 'ack-range-regression'],
    ['a range that cannot be, before the place that it has', 'content-range-out-of-bounds', 'fragment-gap'],
    ['a Fragment that is not smaller, before its size', 'fragment-not-reduced-after-413', 'fragment-size-out-of-range'],
  ])('is %s', (_what, telling, effect) => {
    expect(left(said(effect), said(telling))).toEqual([telling]);
  });

  it.each(['content-range-length-mismatch', 'ack-range-regression', 'ack-range-stall'])('is %s, before the note of a part', (rule) => {
    expect(left(said(rule), said('ack-range-partial', { severity: 'note' }))).toEqual([rule]);
  });

  it.each(['session-not-found-not-signalled', 'upload-rejected'])('is %s, before an offset that is missing on an error', (rule) => {
    expect(left(said(rule), said('missing-received-range', { severity: 'note' }))).toEqual([rule]);
    expect(left(said(rule), said('missing-received-range'))).toEqual([rule, 'missing-received-range']);
  });

  it.each(['spurious-416', 'ack-range-stall'])('is the fault of the request, before %s', (rule) => {
    expect(left(said('fragment-gap', { blames: 'client' }), said(rule))).toEqual(['fragment-gap']);
  });

  it('is a blocked verb, when the request has no more than a note against it', () => {
    expect(left(said('fragment-gap', { blames: 'client', severity: 'note' }), said('verb-blocked'))).toEqual(['verb-blocked']);
  });

  it('is a blocked verb, before the session that it hides', () => {
    expect(left(said('session-id-unknown', { severity: 'note' }), said('verb-blocked'))).toEqual(['verb-blocked']);
  });

  it('is an offer that cannot be read, before what was chosen of it', () => {
    expect(left(said('supported-protocols-invalid'), said('unsupported-protocol-chosen'))).toEqual(['supported-protocols-invalid']);
  });

  it('is not a note on the offer', () => {
    const found = [said('supported-protocols-invalid', { severity: 'note' }), said('unsupported-protocol-chosen')];
    expect(left(...found)).toEqual(['supported-protocols-invalid', 'unsupported-protocol-chosen']);
  });

  it('is that an id is too long, before its form', () => {
    expect(left(said('value-too-long'), said('session-id-format', { severity: 'warning' }))).toEqual(['value-too-long']);
    expect(left(said('value-too-long'), said('session-id-format', { severity: 'note' }))).toHaveLength(2);
  });

  it('is that a Close-Session must not come again, before that it came again', () => {
    const repeat = said('packet-after-close', { severity: 'note', blames: 'client' });
    expect(left(repeat, said('close-retry-violation', { severity: 'warning', blames: 'client' }))).toEqual(['close-retry-violation']);
  });

  it('is a handshake that was split, before its refusal', () => {
    expect(left(said('auth-loop', { blames: 'unknown' }), said('ntlm-connection-split'))).toEqual(['ntlm-connection-split']);
  });

  it('is what a refusal means, before that its answer has no packet type', () => {
    const untyped = said('ack-packet-type-missing', { severity: 'warning' });
    expect(left(untyped, said('upload-rejected'))).toEqual(['upload-rejected']);
  });

  it.each(['error', 'warning'] as const)('is a wait that was too long (%s), before that the connection ended', (severity) => {
    expect(left(said('response-timeout', { severity }), said('exchange-cut-off', { severity: 'warning' }))).toEqual(['response-timeout']);
  });

  it('is not a body that took long to send', () => {
    expect(left(said('response-timeout', { severity: 'note' }), said('exchange-cut-off'))).toHaveLength(2);
  });

  it('is a full disk beside a fault of the request, which did not fill it', () => {
    expect(left(said('fragment-gap', { blames: 'client' }), said('upload-rejected'))).toEqual(['fragment-gap', 'upload-rejected']);
  });

  it('lets a rule that was silenced silence nobody', () => {
    const found = [said('fragment-overlap', { blames: 'client' }), said('verb-blocked'), said('session-id-unknown', { severity: 'note' })];
    expect(left(...found)).toEqual(['fragment-overlap', 'session-id-unknown']);
  });
});
