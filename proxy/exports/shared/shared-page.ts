import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ProxyError } from '../../errors.ts';

/** What stands in the page where its traffic goes. */
const PLACE = '<!--traffic-->';

/** The page as one file, as it stands before the traffic and behind it. */
export interface SharedPage {
  readonly before: string;
  readonly after: string;
}

/** The built page: beside the build of this program, or below its sources. */
export async function sharedPage(): Promise<SharedPage> {
  const places = ['../../../share/index.html', '../../../dist/share/index.html'].map((path) => new URL(path, import.meta.url));
  const place = places.find((one) => existsSync(one));
  const text = place ? await readFile(place, 'utf8') : '';
  const at = text.indexOf(PLACE);
  if (at < 0) throw new ProxyError('page-missing', 'There is no page to share traffic with. Build it with "npm run build".');
  return { before: text.slice(0, at), after: text.slice(at + PLACE.length) };
}
