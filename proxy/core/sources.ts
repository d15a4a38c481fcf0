/** A source that people can look up. */
export interface SourceLink {
  /** As in `BUP §2.2.8`, `DOC close-session`, `RFC 9112 §6.3`. */
  readonly label: string;
  /** Only where we are certain of it; often of the whole document, since sections of [MC-BUP] have no known address. */
  readonly url?: string;
}

const SPECIFICATIONS = 'https://learn.microsoft.com/en-us/openspecs/windows_protocols';
const DOCUMENTATION = 'https://learn.microsoft.com/en-us/windows/win32/bits';
const API = 'https://learn.microsoft.com/en-us/windows/win32/api';

const SDK_PAGES: ReadonlyMap<string, string> = new Map([
  ['setminimumretrydelay', 'bits/nf-bits-ibackgroundcopyjob-setminimumretrydelay'],
  ['setnoprogresstimeout', 'bits/nf-bits-ibackgroundcopyjob-setnoprogresstimeout'],
  ['sethttpmethod', 'bits10_2/nf-bits10_2-ibackgroundcopyjobhttpoptions2-sethttpmethod'],
  ['ne-bits-bg_error_context', 'bits/ne-bits-bg_error_context'],
  ['ns-bits-bg_file_info', 'bits/ns-bits-bg_file_info'],
]);

/**
 * The sources in a text such as `[BUP §2.2.6, §3.2.5.2.6] against [DOC fragment]`: one for each section or page, each
 * once, in the order of the text. Words between the tags are skipped.
 */
export function sourceLinks(text: string): SourceLink[] {
  const links = [...text.matchAll(/\[([^[\]]+)\]/g)].flatMap(([, inside = '']) => linksOfTag(inside.trim()));
  return [...new Map(links.map((link) => [link.label, link])).values()];
}

function linksOfTag(inside: string): SourceLink[] {
  const rfc = /^(?:RFC |R)(\d+)\b ?(.*)$/.exec(inside);
  if (rfc) return placesIn(rfc[2] ?? '').map((section) => rfcLink(rfc[1] ?? '', section));
  const space = inside.indexOf(' ');
  const tag = space === -1 ? inside : inside.slice(0, space);
  return placesIn(inside.slice(tag.length)).map((place) => link(place === '' ? tag : `${tag} ${place}`, urlOf(tag, place)));
}

/** The sections or pages that a tag lists; one empty place for a tag alone. */
function placesIn(list: string): string[] {
  return list.split(',').map((place) => place.trim());
}

function rfcLink(rfc: string, section: string): SourceLink {
  const number = /^§(\d[\d.]*)$/.exec(section)?.[1];
  const anchor = number === undefined ? '' : `#section-${number}`;
  return { label: `RFC ${rfc}${section === '' ? '' : ` ${section}`}`, url: `https://www.rfc-editor.org/rfc/rfc${rfc}${anchor}` };
}

function urlOf(tag: string, place: string): string | undefined {
  if (tag === 'BUP') return `${SPECIFICATIONS}/mc-bup`;
  if (tag === 'DTYP') return `${SPECIFICATIONS}/ms-dtyp`;
  if (tag === 'DOC') return /^[a-z0-9-]+$/.test(place) ? `${DOCUMENTATION}/${place}` : undefined;
  const page = tag === 'SDK' ? SDK_PAGES.get(place) : undefined;
  return page === undefined ? undefined : `${API}/${page}`;
}

function link(label: string, url: string | undefined): SourceLink {
  return { label, ...(url !== undefined && { url }) };
}
