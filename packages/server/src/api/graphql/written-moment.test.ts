import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writtenMoment } from './written-moment.ts';

test('a moment is written as JavaScript writes it, in whatever year', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (moment) => {
      expect(writtenMoment(moment)).toBe(moment.toISOString());
    }),
    { numRuns: 5_000 },
  );
  for (const text of ['1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z', '2026-11-21T23:59:59.999Z'])
    expect(writtenMoment(new Date(text))).toBe(text);
});

test('what is no moment is refused', () => {
  expect(() => writtenMoment(new Date(NaN))).toThrow(RangeError);
});
