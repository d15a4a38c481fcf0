import { type JsonObject, jsonCount, jsonObject } from '../text/loose-json.ts';

/** When things happened in an exchange; never before what comes in front of them. */
export interface HarTimes {
  /** The connection was opened for it. */
  readonly openedAt?: number;
  readonly startedAt: number;
  /** The request was there whole. */
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly endedAt: number;
}

/** A longer exchange is a mistake of who wrote the file, ms: ten years. */
const MAX_MS = 315_576_000_000;

/** From `startedDateTime` on, the parts of `timings` follow each other; -1 is what did not happen. `ssl` is part of `connect`. */
export function harTimes(entry: JsonObject, begunAt: number): HarTimes {
  const timings = jsonObject(entry.timings) ?? {};
  const ms = (value: unknown) => Math.min(jsonCount(value) ?? 0, MAX_MS);
  const connectedFrom = begunAt + ms(timings.blocked) + ms(timings.dns);
  const startedAt = connectedFrom + ms(timings.connect);
  const sentAt = startedAt + ms(timings.send);
  const answeredAt = sentAt + ms(timings.wait);
  const endedAt = answeredAt + ms(timings.receive);
  const opened = jsonCount(timings.connect) === undefined ? {} : { openedAt: connectedFrom };
  const named = ['send', 'wait', 'receive'].some((name) => jsonCount(timings[name]) !== undefined);
  if (named) return { ...opened, startedAt, sentAt, answeredAt, endedAt };
  const whole = begunAt + ms(entry.time);
  return { startedAt: begunAt, sentAt: begunAt, answeredAt: whole, endedAt: whole };
}
