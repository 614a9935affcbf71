import type { Diagnostic, Level } from '../../model/diagnostic.ts';

/** Most diagnostics that are told one by one. */
const MOST = 20;

/** What cannot be read of a file, bounded. */
export class Findings {
  readonly #file: string;
  readonly #told: Diagnostic[] = [];
  #untold = 0;

  constructor(file: string) {
    this.#file = file;
  }

  warn(text: string, line: number): void {
    if (this.#told.length < MOST) this.#told.push({ level: 'warning', text, at: { file: this.#file, line } });
    else this.#untold++;
  }

  all(): readonly Diagnostic[] {
    return this.#untold === 0 ? this.#told : [...this.#told, this.#note('warning', `${this.#untold} more of these`)];
  }

  note(level: Level, text: string): void {
    this.#told.push(this.#note(level, text));
  }

  #note(level: Level, text: string): Diagnostic {
    return { level, text, at: { file: this.#file } };
  }
}
