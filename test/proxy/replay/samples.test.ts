import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../../proxy/core/compare/comparison-text.ts';
import { DEFAULT_IGNORED } from '../../../proxy/core/compare/ignore-list.ts';
import { ReplayedSessions } from '../../../proxy/replay/replayed-sessions.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';
import { allSamples } from '../../kit/samples.ts';
import { startedServer } from '../reference/started-server.ts';
import { replayed } from './replayed.ts';

describe('every sample can be replayed to a correct server, and is compared', () => {
  for (const { name, events } of allSamples())
    it.each(['adaptive', 'exact'] as const)(`${name}, %s`, async (mode) => {
      const server = await startedServer();
      const recording = recordingOf(events);
      const { played } = await replayed(recording, server.url, { mode, timeoutMs: 2_000 });
      const compared = new ReplayedSessions(recording.timeline, DEFAULT_IGNORED);
      for (const repetition of played) compared.take(repetition);
      const named = compared.kept.map(({ comparison }) => [...comparisonText(comparison, (_, text) => text)].join('').split(' ')[0]);
      const recorded = [...recording.timeline.rows.values()].map(({ exchange }) => exchange.session).filter((id) => id !== undefined);
      expect(named.sort()).toEqual([...new Set(recorded)].sort());
    });
});
