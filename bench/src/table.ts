import type { Figures, Result } from './rounds.ts';

/** A line of the bench's own table: what was measured against what, and whether the bar is met. Null where there is no bar to meet. */
export type Line = { id: string; work: string; against: string; measured: string; bar: string; met: boolean | null };
/** What one scenario found; `details` are tables and texts below the first. */
export type Findings = { lines: Line[]; details: string };

export const number = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
export const ranged = ({ median, low, high }: Figures): string => `${number(median)} (${number(low)}–${number(high)})`;

export const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

/** Sides that ran beside each other. */
export const resultsTable = (results: readonly Result[]): string =>
  markdown(
    ['side', 'requests a second', 'CPU a request, µs', 'of the database, µs', 'p99, ms'],
    results.map(({ name, throughput, cpu, databaseCpu, p99 }) => [
      name,
      ranged(throughput),
      ranged(cpu),
      ranged(databaseCpu),
      ranged(p99),
    ]),
  );

export const linesTable = (lines: readonly Line[]): string =>
  markdown(
    ['#', 'work', 'against', 'measured', 'bar', ''],
    lines.map(({ id, work, against, measured, bar, met }) => [
      id,
      work,
      against,
      measured,
      bar,
      met === null ? '' : met ? 'met' : '**not met**',
    ]),
  );
