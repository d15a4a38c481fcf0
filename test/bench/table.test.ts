import { describe, expect, it } from 'vitest';
import { figure, median, percentile, table } from './table.ts';

describe('median', () => {
  it('is the middle one of an odd number of values, in whatever order they come', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('lies between the middle two of an even number', () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  it('orders by size and not by spelling', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('does not exist where nothing was measured', () => {
    expect(median([])).toBeUndefined();
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is the smallest value that this share of all does not exceed', () => {
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
  });

  it('is the only value where there is one', () => {
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('does not exist where nothing was measured', () => {
    expect(percentile([], 0.5)).toBeUndefined();
  });
});

describe('figure', () => {
  it('shows as many digits as count', () => {
    expect([1.234, 12.34, 123.4, 12345.6].map(figure)).toEqual(['1.23', '12.3', '123', '12,346']);
  });

  it('says n/a for what could not be measured', () => {
    expect(figure(undefined)).toBe('n/a');
  });
});

describe('table', () => {
  it('aligns names to the left and numbers to the right', () => {
    const text = table(
      ['relay', 'ratio'],
      [
        ['piped', '1.00'],
        ['http-proxy', '12.00'],
      ],
    );
    expect(text.split('\n')).toEqual(['relay       ratio', '----------  -----', 'piped        1.00', 'http-proxy  12.00']);
  });
});
