/** More arguments than this in one call overflow the stack of some engines. */
const SLICE = 8192;

/** Each byte one character, so that nothing of what was sent is lost [RFC 9112 §2.2]. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= SLICE) return Reflect.apply(String.fromCharCode, undefined, bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += SLICE) text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + SLICE));
  return text;
}
