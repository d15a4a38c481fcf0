import { describe, expect, it } from 'vitest';
import { cell, HEADER_MATRIX } from '../../../proxy/core/bits/header-matrix.ts';
import * as headers from '../../../proxy/core/bits/headers.ts';

describe('the header matrix', () => {
  it('wants a packet type in every packet and every Ack', () => {
    const { cells } = HEADER_MATRIX['BITS-Packet-Type'];
    expect(Object.values(cells).map(({ presence }) => presence)).toEqual(Array(10).fill('required'));
  });

  it('allows a body in Fragments alone', () => {
    const { cells } = HEADER_MATRIX['Content-Length'];
    const other = Object.entries(cells).filter(([type]) => type !== 'fragment');
    expect(cells.fragment).toEqual({ presence: 'required', value: 'range-length' });
    expect(other.map(([, found]) => found)).toEqual(Array(9).fill({ presence: 'required', value: 'zero' }));
  });

  it('leaves the session id free in a Ping, forbids it in Create-Session, and wants it in the rest', () => {
    expect(cell(headers.SESSION_ID, 'ping').presence).toBe('optional');
    expect(cell(headers.SESSION_ID, 'create-session').presence).toBe('forbidden');
    expect(cell(headers.SESSION_ID, 'fragment').presence).toBe('required');
    expect(cell(headers.SESSION_ID, 'close-session').presence).toBe('required');
    expect(cell(headers.SESSION_ID, 'cancel-session').presence).toBe('required');
  });

  it('knows that IIS leaves the session id out of Acks that should have it', () => {
    expect(cell(headers.SESSION_ID, 'fragment-ack')).toMatchObject({ presence: 'required', when: 'on-success', windows: 'omits' });
    expect(cell(headers.SESSION_ID, 'create-session-ack')).toEqual({ presence: 'required', when: 'on-success', otherwise: 'forbidden' });
    expect(cell(headers.SESSION_ID, 'ping-ack').presence).toBe('forbidden');
  });

  it('wants the next offset in every Fragment Ack and nowhere else', () => {
    const { cells } = HEADER_MATRIX['BITS-Received-Content-Range'];
    const allowed = Object.entries(cells).filter(([, { presence }]) => presence !== 'forbidden');
    expect(allowed).toEqual([['fragment-ack', { presence: 'required' }]]);
  });

  it('gives every cell that depends on something an otherwise', () => {
    const cells = Object.values(HEADER_MATRIX).flatMap((row) => Object.values(row.cells));
    expect(cells.filter(({ when, otherwise }) => (when === undefined) !== (otherwise === undefined))).toEqual([]);
  });

  it('names a source for every header', () => {
    expect(Object.values(HEADER_MATRIX).filter(({ source }) => source === '')).toEqual([]);
  });
});
