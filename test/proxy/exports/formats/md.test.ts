import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import { md } from '../../../../proxy/exports/formats/md.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { allSamples } from '../../../kit/samples.ts';
import { Talk } from '../../../kit/talk.ts';

const report = (events: readonly WireEvent[]) => written(md, exported(recorded(events)));
const sample = (name: string) => allSamples().find((candidate) => candidate.name === name)?.events ?? [];

describe('a report', () => {
  it('says what happened, what is wrong and what to do', async () => {
    const text = await report(sample('premature-close'));
    expect(text).toMatch(/^# Upload of `report\.bin`\n\n\*\*Closed too early by the client: 100 of 300 bytes/);
    expect(text).toContain('| Acknowledged | 100 of 300 bytes |');
    expect(text).toContain('### error: Closed before the upload was complete (premature-close-session)');
    expect(text).toContain('- x3: Closed with 100 of 300 bytes acknowledged');
    expect(text).toMatch(/\*\*Fix:\*\* .+\n/);
    expect(text).toContain('| x2 | 0.020 | `Fragment 0-99/300` | 100 | `200, next byte 100` |  |');
  });

  it('has the gravest finding first', async () => {
    const titles = [...(await report(sample('premature-close'))).matchAll(/^### (\w+)/gm)].map(([, severity]) => severity);
    expect(titles).toEqual(['error', 'warning']);
  });

  it('says where nothing is wrong', async () => {
    expect(await report(sample('clean-upload'))).toContain('## Findings\n\nNone.\n');
  });

  it('folds a long table, and leaves the middle of a very long one out but for what was found', async () => {
    const talk = new Talk().begin();
    for (let at = 0; at < 300; at += 1) {
      if (at === 150) talk.fragment(`${at}-${at}/400`).answer(200, { next: at + 1, error: '0x80070057' });
      else talk.stored(`${at}-${at}/400`);
    }
    const text = await report(talk.events);
    expect(text).toContain('<details><summary>301 packets</summary>\n\n| |');
    expect(text.match(/^\| x\d+ /gm)).toHaveLength(201);
    expect(text).toMatch(/^\| x152 .*error-on|^\| x152 .*(error|warning|note) /m);
    expect(text.match(/packets without findings are left out here/g)).toHaveLength(2);
  });

  it('lets nothing from the wire become markup', async () => {
    const name = '%3Cimg%20src=x%3E%60%7C@all%20%23123%20%5Bx%5D(http://evil)%0A%23%20Owned';
    const talk = new Talk().raw(
      'client',
      `BITS_POST /${name} HTTP/1.1\r\nHost: a|b\`c\r\nUser-Agent: \`<b>\`|\r\nBITS-Packet-Type: <i>@all</i>\r\nContent-Length: 0\r\n\r\n`,
    );
    const text = await report(talk.answer(200).events);
    const outside = text.replace(/(`+)(?:(?!\1).)*?[^`]\1(?!`)/g, '');
    expect(outside).not.toMatch(/(?<!\\)<(?!!-- -->|\/?details>|\/?summary>)/);
    expect(outside).not.toMatch(/@(?!<!-- -->)/);
    expect(outside).not.toContain('evil');
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
    for (const line of text.split('\n').filter((row) => row.startsWith('| Client')))
      expect(line.replaceAll('\\|', '').match(/\|/g)).toHaveLength(3);
  });
});
