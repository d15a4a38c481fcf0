import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProxyError } from '../errors.ts';

/** The folder of the page, as `npm run build` makes it. */
export function builtPage(): string {
  const page = fileURLToPath(new URL('../../ui/', import.meta.url));
  if (!existsSync(join(page, 'assets')))
    throw new ProxyError('page-missing', `The page is not built (${page}). Run "npm run build", or use --no-dashboard.`);
  return page;
}
