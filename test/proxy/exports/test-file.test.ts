import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../../proxy/core/timeline.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { testFile } from '../../../proxy/exports/test-file.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';
import { allSamples } from '../../kit/samples.ts';

function textOf({ sessions, rows }: Timeline): string {
  return testFile({ sessions: [...sessions.values()], rows: [...rows.values()], recording: './recording.pcapng' });
}

function sample(name: string): readonly WireEvent[] {
  return allSamples().find((one) => one.name === name)?.events ?? [];
}

describe('testFile', () => {
  it('lists what is expected, to be read and changed', () => {
    const text = textOf(recordingOf(sample('premature-close')).timeline);
    expect(text).toContain(
      'const PACKETS = [\n  "Create-Session → 200",\n  "Fragment 0-99/300 → 200, next byte 100",\n  "Close-Session → 200"\n];',
    );
    expect(text).toContain('"premature-close-session (client)"');
    expect(text).not.toContain('{{');
  });

  it('gives strangers no way out of their string', () => {
    const { timeline } = recordingOf(sample('premature-close'));
    const sessions = [...timeline.sessions.values()].map((session) => ({ ...session, path: '/"\u2028;$&`', fileName: 'a\nb()' }));
    const text = testFile({ sessions, rows: [], recording: './r' });
    expect(text).toContain('const PATH = "/\\"\\u2028;$&`";');
    expect(text.split('\n')[0]).toContain('a⟨LF⟩b()');
  });
});
