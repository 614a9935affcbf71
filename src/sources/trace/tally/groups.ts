import { MAX_GROUPS, OTHER } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import type { Texts } from '../sink.ts';

/** Goroutines' groups as rows 0, 1 … of whatever is counted by group. */
export class Groups {
  /** Text of the name, by row; −1: of those beyond {@link MAX_GROUPS}. */
  readonly names: number[] = [];
  /** Row + 1 by text, or 0. */
  private rows = new Int32Array(64);
  private other = -1;

  get size(): number {
    return this.names.length;
  }

  /** The row of the group with this name, a text's number. */
  row(text: number): number {
    const row = text < this.rows.length ? (this.rows[text] as number) : 0;
    return row === 0 ? this.add(text) : row - 1;
  }

  name(row: number, texts: Texts): string {
    const text = this.names[row] ?? -1;
    return text < 0 ? OTHER : texts.text(text);
  }

  private add(text: number): number {
    if (this.names.length >= MAX_GROUPS) return this.overflow();
    this.rows = grown(this.rows, text);
    this.names.push(text);
    this.rows[text] = this.names.length;
    return this.names.length - 1;
  }

  private overflow(): number {
    if (this.other < 0) this.other = this.names.push(-1) - 1;
    return this.other;
  }
}

/** internal/trace, IsSystemGoroutine, and what the tracer starts itself. */
export function isSystem(name: string): boolean {
  return name === '' || (/^runtime(?:\/trace)?\./.test(name) && name !== 'runtime.main');
}
