const GUID = /^\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}$/i;

/** A GUID in braces, of any case, as `{…}` in lower case [MS-DTYP §2.3.4.3]. Without braces it is none. */
export function parseGuid(text: string): string | undefined {
  return GUID.test(text) ? text.toLowerCase() : undefined;
}

/** `{…}` in upper case, as Windows servers print session ids [BUP §4.1]; takes it with or without braces. */
export function formatGuid(guid: string): string {
  return `{${withoutBraces(guid).toUpperCase()}}`;
}

/** Whether two ids differ in nothing but letter case and braces. They need not be GUIDs: many session ids are not. */
export function sameGuid(a: string, b: string): boolean {
  return a === b || bareId(a) === bareId(b);
}

/** An id without braces and in lower case: what is left of it when its spelling does not count. */
export function bareId(text: string): string {
  return withoutBraces(text).toLowerCase();
}

function withoutBraces(text: string): string {
  return text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
}
