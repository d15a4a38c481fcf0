import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { ProxyError } from '../errors.ts';

/** A file of the page, as it is sent. */
export interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly caching: string;
}

/** By path, `/` first. */
export type Assets = ReadonlyMap<string, Asset>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The built page, read once: what is asked for later never reaches the file system. Files of other types are not served. */
export async function readAssets(folder: string): Promise<Assets> {
  const assets = new Map<string, Asset>();
  for (const path of await filesOf(folder)) {
    const type = TYPES[extname(path)];
    if (type) assets.set(`/${path}`, { type, bytes: await readFile(join(folder, path)), caching: cachingOf(path) });
  }
  const index = assets.get('/index.html');
  if (!index) throw pageMissing(folder);
  return assets.set('/', index);
}

/** Paths below the folder, with `/`. Links are not followed. */
async function filesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    throw pageMissing(folder, error);
  }
}

/** The build puts a hash of the content into the names of what lies in `assets`. */
function cachingOf(path: string): string {
  return path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
}

function pageMissing(folder: string, cause?: unknown): ProxyError {
  return new ProxyError('page-missing', `There is no page in ${folder}. Build it with "npm run build", or use --no-dashboard.`, { cause });
}
