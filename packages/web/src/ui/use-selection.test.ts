import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useSelection } from './use-selection.ts';

type List = { name: string; ids: string[]; total: number; isExact: boolean; asOf: string };
const aList = (change: Partial<List> = {}): List => ({
  name: 'all',
  ids: ['1', '2'],
  total: 60,
  isExact: true,
  asOf: '08:00',
  ...change,
});
const selecting = (list: List) =>
  renderHook(({ name, ids, ...read }: List) => useSelection(name, ids, read), { initialProps: list });

test('RQ-12: of more than were counted it is said that they are more', () => {
  const { result } = selecting(aList({ total: 10_000, isExact: false }));
  act(() => result.current.selectAll());
  expect(result.current).toMatchObject({ count: 10_000, amount: '10,000+' });
});

test('RQ-12: everything that matched stays what it was when it was selected, though the list is read again', () => {
  const { result, rerender } = selecting(aList());
  act(() => result.current.selectAll());

  rerender(aList({ ids: ['1', '2', '3'], total: 61, asOf: '08:05' }));

  expect(result.current).toMatchObject({ isAll: true, count: 60, asOf: '08:00' });
});

test('another list starts with nothing selected', () => {
  const { result, rerender } = selecting(aList());
  act(() => result.current.selectAll());

  rerender(aList({ name: 'by member', total: 3 }));

  expect(result.current).toMatchObject({ isAll: false, count: 0, asOf: null });
});

test('rows that left the list are not meant any more', () => {
  const { result, rerender } = selecting(aList());
  act(() => result.current.togglePage());

  rerender(aList({ ids: ['2', '3'] }));

  expect(result.current).toMatchObject({ count: 1, selected: { kind: 'ROWS', ids: ['2'] } });
});
