import { safeText } from '../safe-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/**
 * A line as XML 1.0 can hold it. Most controls and halves of characters are forbidden there, as reference too: they
 * become visible signs, and so does what would be invisible.
 */
export function xmlText(text: string): string {
  return safeText(text)
    .replace(/[\uFFFE\uFFFF]/g, '⟨?⟩')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** ` name="value"` for each. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(`${value}`)}"`)
    .join('');
}
