import type { ValueType } from '../../model/profile.ts';
import type { Context } from './context.ts';
import type { Messages } from './messages.ts';
import { Numbers } from './numbers.ts';

/** What values count: sample types, the period's type. */
export function readValueTypes(context: Context, messages: Messages): ValueType[] {
  const numbers = new Numbers(2, 'a value type');
  return Array.from(messages.at, (_, i) => {
    const start = numbers.message(context.at, messages, i);
    return { type: context.text(numbers.int64(1), start), unit: context.text(numbers.int64(2), start) };
  });
}
