import { isName } from '../http/message.ts';
import { jsonList, jsonObject, jsonText } from '../text/loose-json.ts';
import { utf8Bytes } from '../text/utf8.ts';
import { ascii } from './message-bytes.ts';
import { originForm, serverOf } from './server-of.ts';

type Pair = readonly [name: string, value: string];

/** The headers of a message. Programs put those that came more than once into one with line feeds between them. */
export function harHeaders(value: unknown): readonly Pair[] {
  return jsonList(value).flatMap((item) => {
    const header = jsonObject(item);
    const name = oneLine(jsonText(header?.name) ?? '');
    const text = jsonText(header?.value) ?? '';
    return name === '' ? [] : text.split('\n').map((part): Pair => [name, oneLine(part)]);
  });
}

/** `1.1`, `1.0`, or what newer there is. */
export function harVersion(value: unknown): string {
  const [, version] = /^(?:HTTP\/|h)(\d(?:\.\d)?)/i.exec(jsonText(value) ?? '') ?? [];
  return version ?? '1.1';
}

export function isNewer(version: string): boolean {
  return /^[2-9]/.test(version);
}

export interface HarStart {
  readonly method: string;
  /** What stands in the request line. */
  readonly target: string;
  readonly server: string | undefined;
}

export function harStart(method: string, url: string, headers: readonly Pair[]): HarStart {
  const authority = headers.find(([name]) => isName(name, ':authority') || isName(name, 'Host'))?.[1];
  const target = method === 'CONNECT' ? url.replace(/^[a-z]+:\/\//i, '').replace(/\/$/, '') : originForm(url);
  return { method, target: target.replaceAll(/\s/g, '%20'), server: serverOf(url, authority) };
}

/** As HTTP/1.1 would have said what the pseudo headers of newer versions do [RFC 9113 §8.3]. */
export function plainHeaders(headers: readonly Pair[]): readonly Pair[] {
  const hasHost = headers.some(([name]) => isName(name, 'Host'));
  return headers.flatMap(([name, value]): readonly Pair[] => {
    if (!name.startsWith(':')) return [[name, value]];
    return name.toLowerCase() === ':authority' && !hasHost ? [['Host', value]] : [];
  });
}

export function headBytes(startLine: string, headers: readonly Pair[]): Uint8Array {
  const lines = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return textBytes(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Each character a byte, as heads are read; in UTF-8 where that can't be. */
function textBytes(text: string): Uint8Array {
  return /[^\0-\xff]/.test(text) ? utf8Bytes(text) : ascii(text);
}

export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').trim();
}
