import { describe, expect, it } from 'vitest';
import { ack, created, fragment, stored, type Turn } from '../../kit/case.ts';

const told = (range: string, status: number, next?: number) => ({
  request: fragment(range),
  answer: ack(status, next === undefined ? {} : { next }),
});
const counts = (...turns: readonly Turn[]) => {
  const { partialAcks, stalledAcks } = created(...turns).memory;
  return { partialAcks, stalledAcks };
};

describe('Acks that do not take all of a Fragment', () => {
  it('are counted while they come in a row', () => {
    const first = told('0-99/1000', 200, 40);
    expect(counts(first)).toEqual({ partialAcks: 1, stalledAcks: 0 });
    expect(counts(first, told('40-139/1000', 200, 139))).toEqual({ partialAcks: 2, stalledAcks: 0 });
    expect(counts(first, told('40-139/1000', 200, 140))).toEqual({ partialAcks: 0, stalledAcks: 0 });
  });

  it('are stalled when they name the same offset again', () => {
    expect(counts(stored('0-99/1000'), told('100-199/1000', 200, 100))).toEqual({ partialAcks: 1, stalledAcks: 1 });
    expect(counts(stored('0-99/1000'), told('100-199/1000', 416, 100))).toEqual({ partialAcks: 0, stalledAcks: 1 });
  });

  it('are no refusals: these give no order, and leave the count as it is', () => {
    const stuck = told('100-199/1000', 200, 100);
    expect(counts(stored('0-99/1000'), told('100-999/1000', 413, 100))).toEqual({ partialAcks: 0, stalledAcks: 0 });
    expect(counts(stored('0-99/1000'), stuck, told('100-199/1000', 500))).toEqual({ partialAcks: 1, stalledAcks: 1 });
  });
});
