import type { CheckReport, FindingRecord } from './check-report.ts';
import { jsonText } from './json-text.ts';

const VERSION = 1;

/** The fingerprints of an earlier run, or what is wrong with the text. */
export type BaselineResult = { readonly known: ReadonlySet<string> } | { readonly problem: string };

/** A baseline file: a finding a line, sorted, so that a change of it reads well. An example is there for people only. */
export function* baselineText({ findings }: Pick<CheckReport, 'findings'>): Iterable<string> {
  const examples = new Map<string, FindingRecord>();
  for (const finding of findings) if (!examples.has(finding.fingerprint)) examples.set(finding.fingerprint, finding);
  const lines = [...examples.keys()].sort().map((fingerprint) => {
    const { severity, message } = examples.get(fingerprint) ?? {};
    return jsonText({ fingerprint, severity, example: message });
  });
  yield `{"version":${VERSION},"findings":[${lines.map((line) => `\n${line}`).join(',')}\n]}\n`;
}

export function readBaseline(text: string): BaselineResult {
  const content = parsed(text);
  if (!isRecord(content) || !Array.isArray(content.findings)) return { problem: 'it is no baseline' };
  if (content.version !== VERSION) return { problem: `it has version ${String(content.version)}, and this is for version ${VERSION}` };
  const fingerprints: unknown[] = content.findings.map((finding: unknown) => (isRecord(finding) ? finding.fingerprint : undefined));
  const known = fingerprints.filter((fingerprint) => typeof fingerprint === 'string');
  return known.length === fingerprints.length ? { known: new Set(known) } : { problem: 'one of its findings has no fingerprint' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
