import { describe, expect, it } from 'vitest';
import { parse } from '../../../../proxy/core/json.ts';
import type { SharedEnding } from '../../../../proxy/core/share/shared-copy.ts';
import { sharedRemains } from '../../../../proxy/exports/shared/shared-remains.ts';
import { readConversation } from '../../../kit/conversation.ts';
import { exported, recorded } from '../../../kit/recorded.ts';
import { allSamples } from '../../../kit/samples.ts';
import { CREDENTIALS, sharedLines } from '../../../kit/shared-copy.ts';

describe('what is told before a copy is shared', () => {
  const traffic = [
    ['credentials', readConversation(CREDENTIALS)] as const,
    ...allSamples().map(({ name, events }) => [name, events] as const),
  ];

  it.each(traffic)('is what the copy says of itself: %s', async (_name, events) => {
    const source = exported(recorded(events));
    for (const options of [{}, { redact: false, bodies: 50 }]) {
      const ending = parse((await sharedLines(source, options)).at(-1) ?? '') as SharedEnding;
      expect(await sharedRemains(source, options)).toEqual(ending.copy.remains);
    }
  });
});
