import type { ValueType } from '../../model/profile.ts';
import type { Context } from './context.ts';
import type { Messages } from './messages.ts';
import { Numbers } from './numbers.ts';

/** Fields of a ValueType. */
const V = { type: 1, unit: 2 } as const;

/** What each of a sample's values counts. */
export function readSampleTypes(context: Context, messages: Messages): ValueType[] {
  const numbers = new Numbers(V.unit, 'a value type');
  return Array.from(messages.at, (_, i) => valueType(context, numbers, numbers.message(context.at, messages, i)));
}

/** The period's type: the last one holds. */
export function readPeriodType(context: Context, messages: Messages): ValueType | null {
  const numbers = new Numbers(V.unit, 'a value type');
  let start = -1;
  for (let i = 0; i < messages.count; i++) start = numbers.message(context.at, messages, i);
  return start < 0 ? null : valueType(context, numbers, start);
}

function valueType(context: Context, numbers: Numbers, start: number): ValueType {
  return { type: context.text(numbers.int64(V.type), start), unit: context.text(numbers.int64(V.unit), start) };
}
