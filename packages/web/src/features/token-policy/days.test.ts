import { expect, test } from 'vitest';
import { areDays, dayChoices, NO_LIMIT, toDays } from './days.ts';

test.each(['', '0', '367', '-1', '1.5', '3e1', 'abc', '9999'])('PO-1: %j is no lifetime', (text) => {
  expect(areDays(text, null)).toBe(false);
});

test('PO-1: 1 to 366 days are lifetimes, and so is no limit', () => {
  expect(['1', '45', '366', NO_LIMIT].map((text) => areDays(text, null))).toEqual([true, true, true, true]);
  expect([toDays('45'), toDays(NO_LIMIT)]).toEqual([45, null]);
});

test('PO-2: under an enterprise’s limit nothing longer is a lifetime, nor is none', () => {
  expect(['90', '91', NO_LIMIT].map((text) => areDays(text, 90))).toEqual([true, false, false]);
  expect(dayChoices(45, '20')).toEqual([7, 20, 30, 45]);
});
