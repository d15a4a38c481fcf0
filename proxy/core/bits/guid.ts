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
  return a === b || withoutBraces(a).toLowerCase() === withoutBraces(b).toLowerCase();
}

function withoutBraces(text: string): string {
  return text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
}
