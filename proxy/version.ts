import { existsSync, readFileSync } from 'node:fs';

/** bitstap's version, from the package.json beside the sources or above the build. */
export const VERSION = readVersion();

function readVersion(): string {
  const places = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url));
  const found = places.find((place) => existsSync(place));
  const parsed: unknown = found ? JSON.parse(readFileSync(found, 'utf8')) : {};
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0.0.0';
}
