import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe has to say, rule by rule; asked in the page. */
export async function violationsIn(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe: { run(root: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } = Reflect.get(
      globalThis,
      'axe',
    );
    const { violations } = await axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}
