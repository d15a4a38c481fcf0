import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES, ruleById } from '../../proxy/core/rules/index.ts';
import { readConversation } from '../kit/conversation.ts';
import { findingsOf, gravest, type Mutation, newFindings } from '../kit/mutation.ts';
import { allSamples, analyse } from '../kit/samples.ts';
import { splitBytes } from '../kit/split-bytes.ts';
import { CREATE } from './mutations/create.ts';
import { ENDINGS } from './mutations/endings.ts';
import { FRAGMENTS } from './mutations/fragments.ts';
import { TRANSPORT } from './mutations/transport.ts';

const MUTATIONS = [...TRANSPORT, ...CREATE, ...FRAGMENTS, ...ENDINGS];
const TEXTS = new Map(allSamples().map(({ name, text }) => [name, text]));

function textOf({ from }: Mutation): string {
  const text = TEXTS.get(from);
  if (text === undefined) throw new Error(`there is no sample ${from}`);
  return text;
}

const changed = (mutation: Mutation) => mutation.change(textOf(mutation));
const found = (text: string) => findingsOf(analyse(readConversation(text)));
const spoken = ({ rule, consequences = {} }: Mutation) => [rule, ...Object.keys(consequences)];
const titled = MUTATIONS.map((mutation) => {
  const { rule, from, how } = mutation;
  return { title: how === undefined ? `${rule} in ${from}` : `${rule} in ${from}: ${how}`, mutation };
});

describe.each(titled)('$title', ({ mutation }) => {
  const toCome = spoken(mutation).some((id) => ruleById(id) === undefined);

  it('differs from the clean conversation', () => {
    expect(changed(mutation)).not.toBe(textOf(mutation));
    expect(readConversation(changed(mutation))).not.toEqual(readConversation(textOf(mutation)));
  });

  it.skipIf(toCome)('makes this rule speak, its consequences, and no other', () => {
    const findings = newFindings(found(textOf(mutation)), found(changed(mutation)));
    expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual(spoken(mutation).sort());
    expect(gravest(findings, mutation.rule)).toBe(mutation.severity);
  });

  it('says the same byte by byte', () => {
    const events = readConversation(changed(mutation));
    expect(findingsOf(analyse(splitBytes(events, () => 1)))).toEqual(findingsOf(analyse(events)));
  });

  it('says the same for any split of the bytes', () => {
    const events = readConversation(changed(mutation));
    const whole = findingsOf(analyse(events));
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 700 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        expect(findingsOf(analyse(splitBytes(events, () => stream.next().value ?? 1)))).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });
});

describe('all mutations together', () => {
  it.each(RULES.map(({ id }) => id))('have a row for the rule %s', (id) => {
    expect(MUTATIONS.map(({ rule }) => rule)).toContain(id);
  });

  it('begin with every clean conversation of a kind of its own', () => {
    const clean = ['clean-upload', 'windows-upload-reply', 'host-id', 'ntlm', 'resumed-after-416', 'http-1.0'];
    expect(MUTATIONS.map(({ from }) => from)).toEqual(expect.arrayContaining(clean));
  });
});
