import { type Days, toDays } from './days.ts';

/** Changes as GraphQL wants them. */
export const toPolicyInput = <Draft extends { fineGrainedMaxDays: Days; classicMaxDays: Days }>({
  fineGrainedMaxDays,
  classicMaxDays,
  ...rest
}: Partial<Draft>) => ({
  ...rest,
  ...(fineGrainedMaxDays !== undefined && { fineGrainedMaxDays: toDays(fineGrainedMaxDays) }),
  ...(classicMaxDays !== undefined && { classicMaxDays: toDays(classicMaxDays) }),
});

/** What an answer without errors has. */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('The answer is empty.');
  return value;
}
