import { DEFAULTS } from '../../proxy/core/capture/capture-options.ts';
import type { FormatTarget } from '../../proxy/core/capture/format-target.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';

/** Takes the events of a file in which nothing is wrong: throws where something is said of it. */
export function formatTarget(event: (event: WireEvent) => void): FormatTarget {
  const wrong = (problem: string) => {
    throw new Error(problem);
  };
  return {
    event,
    frame: () => wrong('a frame'),
    stop: (_code, problem) => wrong(problem),
    tell: (_code, _about, message) => wrong(message()),
    limits: DEFAULTS,
  };
}
