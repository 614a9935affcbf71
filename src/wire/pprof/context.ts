import { type Cursor, isWide } from '../protobuf.ts';
import type { Numbers } from './numbers.ts';
import type { Problems } from './problem.ts';

/** What reading the messages of a profile rests on, and where what is wrong goes. */
export class Context {
  /** Serves whoever reads at the moment. */
  readonly at: Cursor;
  readonly strings: readonly string[];
  readonly problems: Problems;

  constructor(at: Cursor, strings: readonly string[], problems: Problems) {
    this.at = at;
    this.strings = strings;
    this.problems = problems;
  }

  /** The index of a text that a field names; 0, the empty text, for one that the table has not. */
  textIndex(numbers: Numbers, field: number, offset: number): number {
    return this.knownText(numbers.int64(field), offset);
  }

  knownText(index: number, offset: number): number {
    if (index >= 0 && index < this.strings.length) return index;
    this.problems.add('text index', `text ${index} is named, there are ${this.strings.length}`, offset);
    return 0;
  }

  /** The text with this index. */
  text(index: number, offset: number): string {
    return this.strings[this.knownText(index, offset)] as string;
  }

  /** A number as a double; one that is rounded is a problem. */
  number(numbers: Numbers, field: number, offset: number): number {
    if (isWide(numbers.lo[field] as number, numbers.hi[field] as number)) this.wide(offset);
    return numbers.int64(field);
  }

  wide(offset: number): void {
    this.problems.add('exact numbers', 'a number beyond 2^53 is rounded', offset);
  }
}
