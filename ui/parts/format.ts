/** A thin space between groups of digits would break copying; a comma does not. */
const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** `10,485,760` */
export function formatCount(value: number | bigint): string {
  return GROUPED.format(value);
}

/** `1 byte`, `6 bytes`, `10,485,760 bytes` */
export function formatBytes(bytes: number | bigint): string {
  return `${formatCount(bytes)} ${BigInt(bytes) === 1n ? 'byte' : 'bytes'}`;
}

/** Three digits are enough for a human: `512 bytes`, `4.8 KiB`, `10 MiB`, `40 GiB`. Rounded down, so that it never promises more. */
export function formatSize(bytes: number | bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  if (unit === 0) return formatBytes(bytes);
  const rounded = value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value);
  return `${rounded} ${UNITS[unit]}`;
}

/** `100 %` only for all of it. */
export function formatPercent(part: bigint, whole: bigint): string {
  if (whole === 0n) return '—';
  return `${(part * 100n) / whole} %`;
}

/** `0.412 ms`, `18.2 ms`, `742 ms`, `2.41 s`, `41.5 s`, `02:14`, `02:14:09`, `3 d 02:14:09` */
export function formatDuration(ms: number): string {
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < 1) return `${ms.toFixed(3)} ms`;
  if (ms < 100) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return clockDuration(Math.floor(ms / 1_000));
}

function clockDuration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = [...(days > 0 || hours > 0 ? [hours] : []), minutes, seconds % 60].map(twoDigits).join(':');
  return days > 0 ? `${days} d ${clock}` : clock;
}

/** `+0.412`: seconds to the millisecond; minutes and more from `+1:00.000` on. */
export function formatDelta(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const seconds = (whole % 60_000) / 1_000;
  const minutes = Math.floor(whole / 60_000);
  return minutes > 0 ? `+${minutes}:${seconds.toFixed(3).padStart(6, '0')}` : `+${seconds.toFixed(3)}`;
}

/** `09:00:07.412`. `at` in milliseconds since the epoch. */
export function formatTime(at: number, zone: 'local' | 'utc'): string {
  const date = new Date(at);
  const parts =
    zone === 'utc'
      ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()]
      : [date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
  const [hours = 0, minutes = 0, seconds = 0, millis = 0] = parts;
  return `${[hours, minutes, seconds].map(twoDigits).join(':')}.${String(millis).padStart(3, '0')}`;
}

/** Date and time to the millisecond with the zone, for titles: `2026-03-04 09:00:07.412 UTC`. */
export function formatMoment(at: number, zone: 'local' | 'utc'): string {
  const date = new Date(at);
  if (zone === 'utc') return `${date.toISOString().slice(0, 10)} ${formatTime(at, zone)} UTC`;
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
  return `${day} ${formatTime(at, zone)} local`;
}

/** `1 packet`, `2 packets` */
export function formatNumberOf(count: number | bigint, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${BigInt(count) === 1n ? one : many}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
