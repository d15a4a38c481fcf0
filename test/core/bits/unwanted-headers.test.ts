import { describe, expect, it } from 'vitest';
import { HEADER_MATRIX } from '../../../proxy/core/bits/header-matrix.ts';
import { UnwantedHeaders } from '../../../proxy/core/bits/unwanted-headers.ts';

const all = new UnwantedHeaders({});

describe('the headers that a packet may not have', () => {
  it('are the dashes of the matrix that begin with BITS-, for every packet', () => {
    const bits = Object.entries(HEADER_MATRIX).filter(([header]) => header.startsWith('BITS-'));
    const headers = bits.map(([header]) => [header, '1'] as const);
    for (const type of ['ping', 'fragment', 'close-session', 'ping-ack', 'fragment-ack'] as const) {
      const dashes = bits.filter(([, { cells }]) => cells[type].presence === 'forbidden').map(([header]) => header);
      expect(all.find(type, headers)?.map(([header]) => header)).toEqual(dashes);
    }
  });

  it('are found in any spelling, and named as the matrix names them', () => {
    expect(all.find('ping', [['bits-protocol', '1.5']])).toEqual([['BITS-Protocol', '1.5']]);
  });

  it('are none where all is well', () => {
    const headers = [
      ['BITS-Packet-Type', 'Fragment'],
      ['BITS-Session-Id', '{1}'],
      ['Content-Range', 'bytes 0-5/11'],
      ['Host', 'bits.example.test'],
    ] as const;
    expect(all.find('fragment', headers)).toBeUndefined();
  });

  it('are not those that the matrix does not know, of the same length or not', () => {
    expect(
      all.find('ping', [
        ['BITS-Anything', '1'],
        ['BITS-Protocal', '1'],
        ['B', '1'],
        ['', '1'],
      ]),
    ).toBeUndefined();
  });

  it('depend on success where the matrix says so', () => {
    const id = [['BITS-Session-Id', '{1}']] as const;
    expect(all.find('create-session-ack', id, true)).toBeUndefined();
    expect(all.find('create-session-ack', id, false)).toEqual(id);
    expect(all.find('fragment-ack', id, false)).toBeUndefined();
    expect(all.find('ping-ack', id, true)).toEqual(id);
  });

  it('are left alone where they are excepted', () => {
    const some = new UnwantedHeaders({ 'BITS-Reply-URL': ['close-session-ack'] });
    const reply = [['BITS-Reply-URL', '/r']] as const;
    expect(some.find('close-session-ack', reply)).toBeUndefined();
    expect(some.find('ping-ack', reply)).toEqual(reply);
  });

  it('are not looked for in packets of no type', () => {
    expect(all.find('malformed', [['BITS-Protocol', '1']])).toBeUndefined();
  });
});
