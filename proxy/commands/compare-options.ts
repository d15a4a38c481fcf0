import { Option } from 'commander';
import { DEFAULT_IGNORED, type IgnoreList, withIgnored } from '../core/compare/ignore-list.ts';

/** What the options below give to whoever is called. */
export interface CompareFlags {
  readonly ignore: IgnoreList;
  readonly format: 'text' | 'json';
}

/** `--ignore` and `--format`, for every command that compares sessions. */
export function compareOptions(): Option[] {
  return [
    new Option(
      '--ignore <name>',
      'a header, or one of status, offset, size, range, target, version, spelling, findings, outcome, packets, that may differ; ' +
        '!Name is told again, none forgets what is ignored: hosts, times, request ids, credentials; may be repeated',
    )
      .argParser((text: string, before: IgnoreList) => withIgnored(before, text))
      .default(DEFAULT_IGNORED, 'hosts, times, request ids, credentials'),
    new Option('--format <format>', 'how the comparison is written').choices(['text', 'json']).default('text'),
  ];
}

/** For options that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
