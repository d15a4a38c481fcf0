import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import { csv } from '../../../../proxy/exports/formats/csv.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { Talk } from '../../../kit/talk.ts';

/** As a spreadsheet takes it apart [RFC 4180]. */
function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (plain === '' && quoted === undefined && end === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

type Row = Readonly<Partial<Record<'time' | 'exchange' | 'packet' | 'file' | 'latency_ms' | 'status' | 'outcome', string>>>;

async function table(events: readonly WireEvent[]): Promise<readonly Row[]> {
  const [names = [], ...rows] = cells(await written(csv, exported(recorded(events))));
  return rows.map((row) => {
    expect(row).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']));
  });
}

describe('a table', () => {
  it('has a row for each packet', async () => {
    const rows = await table(new Talk().begin().fragment('0-99/300').answer(416, { next: 50, error: '0x80070057', context: '0x5' }).events);
    expect(rows.map(({ exchange, packet }) => `${exchange} ${packet}`)).toEqual(['x1 create-session', 'x2 fragment']);
    expect(rows[1]).toMatchObject({
      time: '2025-03-04T09:00:00.040000Z',
      session: 's1',
      session_id: '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      ...{ range_first: '0', range_last: '99', range_total: '300', request_body_bytes: '100' },
      ...{ status: '416', hresult: '0x80070057', next_offset: '50', latency_ms: '10' },
      request: 'Fragment 0-99/300',
    });
  });

  it('has what was not answered', async () => {
    const [row] = await table(new Talk().create().cut('server').events);
    expect(row).toMatchObject({ outcome: 'cut-off', answer: 'no answer: reset by the server', status: '', latency_ms: '' });
  });

  it.each([
    ['=cmd|"/c calc"!A1', `'=cmd|"/c calc"!A1`],
    ['+1+1', "'+1+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1', "'＝1"],
    ['a,b"c', 'a,b"c'],
    ['plain = text', 'plain = text'],
  ])('holds no formula: %s', async (name, cell) => {
    const target = `/${Buffer.from(name, 'utf8').toString('hex').replace(/../g, '%$&')}`;
    const talk = new Talk().raw('client', `BITS_POST ${target} HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n`);
    const [row] = await table(talk.answer(200).events);
    expect(row?.file).toBe(cell);
  });

  it('holds no line end and no tab in a cell', async () => {
    const talk = new Talk().raw(
      'client',
      'BITS_POST /a%0D%0A=1%09 HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n',
    );
    const [row] = await table(talk.answer(200).events);
    expect(row?.file).toBe('a⟨CR⟩⟨LF⟩=1⟨TAB⟩');
  });

  it('writes a negative number as a number', async () => {
    const talk = new Talk().fragment('0-9/10', { came: 0, length: 10 }).raw('server', 'HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\na');
    talk.raw('client', 'xxxxxxxxxx').raw('server', 'b');
    const [row] = await table(talk.events);
    expect(row?.latency_ms).toBe('-10');
  });
});
