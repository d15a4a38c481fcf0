import { describe, expect, it } from 'vitest';
import { type Mark, type MarkChange, placeId } from '../../../proxy/core/mark.ts';
import { md } from '../../../proxy/exports/formats/md.ts';
import { pcapng } from '../../../proxy/exports/formats/pcapng.ts';
import { readCapture } from '../../kit/captured.ts';
import { packetPlace, sessionPlace } from '../../kit/marks.ts';
import { exported, recorded, written } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';

const all = recorded(new Talk().begin().stored('0-99/200').stored('100-199/200').events);

function markOn(what: Partial<Mark>, comment: string): Mark {
  const place = what.exchange === undefined ? sessionPlace() : packetPlace();
  return { id: placeId(place), place, at: 1_000, comment, ...what };
}

const onSession = markOn({ session: 's1' }, '# first\n<b>second</b> | @all');
const onPacket = markOn({ session: 's1', exchange: 'x2' }, '');
const elsewhere = markOn({ session: 's7', exchange: 'x99' }, 'elsewhere');
const nowhere = markOn({}, 'nowhere');
const source = exported(all, { marks: [onPacket, onSession, elsewhere, nowhere] });

describe('marks in an export', () => {
  it('are in a recording of these exchanges, and not those on others', async () => {
    const read: MarkChange[] = [];
    readCapture([Buffer.from(await written(pcapng, source), 'latin1')], { onMark: (change) => read.push(change) });
    expect(read).toEqual([
      { place: onSession.place, at: 1_000, comment: onSession.comment, removed: false },
      { place: onPacket.place, at: 1_000, comment: '', removed: false },
    ]);
  });

  it('are in a report, as text that is no markup', async () => {
    const report = await written(md, source);
    expect(report).toContain(
      '## Marks\n\n- The session: \\#<!-- --> first\\\n  \\<b\\>second\\</b\\> \\| @<!-- -->all\n- x2, request: marked\n\n## Findings',
    );
    expect(report).not.toContain('elsewhere');
  });

  it('are not spoken of where there are none', async () => {
    expect(await written(md, exported(all))).not.toContain('Marks');
  });
});
