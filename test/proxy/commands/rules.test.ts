import { describe, expect, it } from 'vitest';
import { RULES } from '../../../proxy/core/rules/index.ts';
import { Program } from '../../kit/program.ts';

async function rules(...args: string[]) {
  const program = new Program('rules', ...args);
  const exit = await program.exit();
  return { exit, out: program.out, talk: program.talk, lines: program.out.trimEnd().split('\n') };
}

const BUP = 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/mc-bup';

describe('bitstap rules', () => {
  it('lists every rule in a line of its own: id, severity, whom it blames, title', async () => {
    const { exit, lines, talk } = await rules();
    expect(exit).toBe(0);
    expect(talk).toBe('');
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(RULES.map(({ id, severity, blames, title }) => [id, severity, blames, title]));
  });

  it('writes the whole catalogue as JSON', async () => {
    const { out } = await rules('--format', 'json');
    const written: Record<string, unknown>[] = JSON.parse(out);
    expect(written.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const rule of written) {
      expect(Object.keys(rule)).toEqual(
        expect.arrayContaining(['id', 'title', 'severity', 'blames', 'confidence', 'on', 'why', 'fix', 'sources']),
      );
    }
  });

  it('writes a page of documentation, with a section that each line of its table leads to', async () => {
    const { out } = await rules('--format', 'markdown');
    expect(out).toMatch(/^# Rules\n\n/);
    const linked = [...out.matchAll(/^\| \[[^\]]+\]\(#([^)]+)\) \|/gm)].map(([, id]) => id);
    const sections = [...out.matchAll(/^## (.+)$/gm)].map(([, id]) => id);
    expect(linked).toEqual(RULES.map(({ id }) => id));
    expect(sections).toEqual(linked);
    expect(out).toContain(`[BUP §2.2.6](${BUP})`);
  });
});

describe('bitstap rules ID', () => {
  it('prints the whole text, within 80 columns', async () => {
    const { exit, lines, out } = await rules('premature-close-session');
    expect(exit).toBe(0);
    expect(lines[0]).toBe('premature-close-session  Closed before the upload was complete');
    for (const label of ['Severity', 'Blames', 'Confidence', 'Judges', 'Why', 'Fix', 'Source']) {
      expect(out).toMatch(new RegExp(`^  ${label} +\\S`, 'm'));
    }
    expect(out).toMatch(/^ {2}Judges +Close-Session/m);
    expect(out).toContain('[BUP §2.2.8]');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('takes several, in the order that they are asked for', async () => {
    const { out } = await rules('verb-blocked', 'fragment-gap', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject([
      { id: 'verb-blocked', sources: [{ label: 'BUP §2.2.1', url: BUP }, { label: 'DOC setting-up-the-server-for-uploads' }] },
      { id: 'fragment-gap', on: ['fragment'] },
    ]);
  });

  it('writes only its section as Markdown', async () => {
    const { out } = await rules('verb-blocked', '--format', 'markdown');
    expect(out).toMatch(/^## verb-blocked\n\n\*\*BITS_POST is blocked\.\*\*\n/);
    expect(out.match(/^#/gm)).toHaveLength(1);
  });

  it('names what a mistyped id may have meant, before anything is written', async () => {
    const { exit, out, talk } = await rules('fragment-gap', 'verb-blokced');
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(talk).toBe('bitstap: There is no rule "verb-blokced". Did you mean verb-blocked? "bitstap rules" lists them all.\n');
  });

  it('knows nothing of an id that is like none', async () => {
    const { exit, talk } = await rules('xyz');
    expect(exit).toBe(2);
    expect(talk).toBe('bitstap: There is no rule "xyz". "bitstap rules" lists them all.\n');
  });
});
