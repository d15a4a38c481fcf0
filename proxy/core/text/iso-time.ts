/** Date, time with any fraction, and where it counts from; without that it is UTC. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)? ?(Z|[+-]\d\d:?\d\d)?$/i;
const DAY_MS = 86_400_000;

/** A time as ISO 8601 writes it, as `at` of a WireEvent: milliseconds, with fractions to the microsecond. Absent: it is none. */
export function readIsoTime(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = ISO.exec(text.trim()) ?? [];
  if (year === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute) - zoneMinutes(zone)) * 60 + Number(second);
  const microseconds = Math.round(Number(`0.${fraction || '0'}`) * 1e6);
  return daysBefore(Number(year), Number(month), Number(day)) * DAY_MS + seconds * 1000 + microseconds / 1000;
}

/** `at` as ISO 8601 in UTC, to the microsecond: `2025-03-04T09:00:00.000250Z`. From the year 0 to 9999. */
export function isoTime(at: number): string {
  const microsecond = Math.round((at - Math.floor(at)) * 1000);
  const whole = Math.floor(at) + (microsecond === 1000 ? 1 : 0);
  const days = Math.floor(whole / DAY_MS);
  const inDay = whole - days * DAY_MS;
  const seconds = Math.floor(inDay / 1000);
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => digits(Math.floor(part), 2)).join(':');
  return `${dateAfter(days)}T${clock}.${digits(inDay % 1000, 3)}${digits(microsecond % 1000, 3)}Z`;
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const [next, first] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return day <= daysBefore(next, first, 1) - daysBefore(year, month, 1);
}

function zoneMinutes(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Days from 1970-01-01 to a date. Years begin in March here, so that the odd day is their last. */
function daysBefore(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}

function dateAfter(days: number): string {
  const day = days + 719_468;
  let year = Math.floor(day / 365.2425);
  if (daysBefore(year + 1, 3, 1) <= days) year += 1;
  if (daysBefore(year, 3, 1) > days) year -= 1;
  const dayOfYear = days - daysBefore(year, 3, 1);
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((march + 2) % 12) + 1;
  return `${digits(month > 2 ? year : year + 1, 4)}-${digits(month, 2)}-${digits(dayOfYear - Math.floor((153 * march + 2) / 5) + 1, 2)}`;
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
