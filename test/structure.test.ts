import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RULES } from '../proxy/core/rules/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom: folders, and single files of others. What is not listed may not be imported. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'proxy/core/http': [],
  'proxy/core/bits': ['proxy/core/http'],
  'proxy/core/codes': ['proxy/core/bits'],
  'proxy/core/rules': ['proxy/core/bits', 'proxy/core/http', 'proxy/core/codes'],
  'proxy/core/facts': ['proxy/core/bits', 'proxy/core/http'],
  'proxy/core/verdicts': ['proxy/core'],
  'proxy/core/text': ['proxy/core/http'],
  'proxy/core/capture': [
    ...['proxy/core/http', 'proxy/core/text', 'proxy/core/wire.ts', 'proxy/core/recorded-bytes.ts', 'proxy/core/mark.ts'],
  ],
  'proxy/core/filter': ['proxy/core'],
  'proxy/core/find': ['proxy/core'],
  'proxy/core/payload': ['proxy/core/bits'],
  'proxy/core/packet-text': ['proxy/core'],
  'proxy/core/replay': ['proxy/core'],
  'proxy/core/compare': ['proxy/core'],
  'proxy/core/share': ['proxy/core'],
  'proxy/core': [
    ...['proxy/core/http', 'proxy/core/bits', 'proxy/core/codes', 'proxy/core/rules', 'proxy/core/capture', 'proxy/core/filter'],
    ...['proxy/core/facts', 'proxy/core/verdicts', 'proxy/core/payload', 'proxy/core/text'],
  ],
  'proxy/core/report': ['proxy/core'],
  'proxy/captures': ['proxy/core', 'proxy'],
  'proxy/store': ['proxy/core', 'proxy', 'proxy/captures'],
  'proxy/exports': ['proxy/core', 'proxy', 'proxy/store'],
  // The mock reads requests as the reference server does.
  'proxy/replay': ['proxy/core', 'proxy', 'proxy/reference/server/request-stream.ts', 'proxy/reference/server/interrupted.ts'],
  'proxy/live': ['proxy/core', 'proxy'],
  // Looks through what is recorded, for the dashboard and for the command line.
  'proxy/find': ['proxy/core', 'proxy', 'proxy/store/bodies.ts'],
  'proxy/dashboard': ['proxy/core', 'proxy', 'proxy/store/bodies.ts', 'proxy/exports', 'proxy/find'],
  'proxy/reference': ['proxy/core', 'proxy'],
  'proxy/commands': ['proxy'],
  proxy: ['proxy/core', 'proxy/commands'],
  'ui/parts': ['proxy/core/safe-text.ts'],
  'ui/state': ['proxy/core'],
  'ui/views': ['ui/state', 'ui/parts', 'proxy/core'],
  // Only in `npm run dev`: the page in all its states, on the conversations of the tests.
  'ui/gallery': ['ui', 'ui/state', 'proxy/core', 'test/kit/conversation.ts'],
  // The page as one file: it has its traffic in it, and nobody to ask.
  'ui/share': ['ui', 'ui/state', 'proxy/core'],
  ui: ['ui/state', 'ui/parts', 'ui/views', 'proxy/core', 'proxy/commands'],
};

/** Folders whose own subfolders count as themselves. */
const WITHIN = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const FILES = [...sources('proxy'), ...sources('ui')];
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const folderOf = (file: string) => WITHIN.find((folder) => file.startsWith(`${folder}/`)) ?? '?';

function imports(file: string): string[] {
  const found = read(file).matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, path = '']) => posix.join(dirname(file), path));
}

describe('the layout', () => {
  it.each(FILES)('%s imports only what its folder may', (file) => {
    const folder = folderOf(file);
    const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
    const forbidden = imports(file).filter((target) => !mayReach(allowed, folder, target));
    expect(forbidden).toEqual([]);
  });

  it('has no folder that the table does not know', () => {
    expect(FILES.filter((file) => folderOf(file) === '?')).toEqual([]);
  });
});

function mayReach(allowed: readonly string[], folder: string, target: string): boolean {
  if (folder === 'proxy/commands') return target.startsWith('proxy/');
  const owner = folderOf(target);
  if (allowed.includes('proxy/core') && owner.startsWith('proxy/core')) return true;
  return allowed.includes(owner) || allowed.includes(target);
}

describe('the core', () => {
  const core = FILES.filter((file) => file.startsWith('proxy/core/'));

  it.each(core)('%s asks for no time, no chance and no I/O', (file) => {
    expect(read(file)).not.toMatch(
      /\bDate\.now|\bnew Date\b|\bMath\.random|\bperformance\.|from 'node:|\bsetTimeout|\bsetInterval|\bconsole\./,
    );
  });
});

describe('files', () => {
  it.each(FILES)('%s has at most 250 lines', (file) => {
    expect(read(file).split('\n').length).toBeLessThanOrEqual(251);
  });

  it.each(FILES.filter((file) => file.endsWith('.svelte')))('%s puts no text into the page as markup', (file) => {
    expect(read(file)).not.toMatch(/\{@html|innerHTML|insertAdjacentHTML/);
  });
});

describe('the catalogue of rules', () => {
  const ids = RULES.map(({ id }) => id);
  const machinery = ['case', 'index', 'judge', 'number', 'past-session', 'precedence', 'quote', 'rule', 'silence'];
  const files = readdirSync(join(ROOT, 'proxy/core/rules'))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((name) => !machinery.includes(name));

  it('is the folder, in alphabetical order', () => {
    expect(ids).toEqual([...files].sort());
  });

  it.each(RULES)('$id has its texts and its source', ({ title, why, fix, source }) => {
    for (const text of [title, why, fix]) expect(text.length).toBeGreaterThan(10);
    expect(source).toMatch(/BUP|DOC|R2616|RFC/);
  });

  it.each(ids)('%s has a test of its own and imports no other rule', (id) => {
    expect(existsSync(join(ROOT, `test/core/rules/${id}.test.ts`))).toBe(true);
    const others = imports(`proxy/core/rules/${id}.ts`).filter((target) => ids.includes(posix.basename(target, '.ts')));
    expect(others).toEqual([]);
  });
});
