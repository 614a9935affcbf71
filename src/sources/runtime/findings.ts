import type { Diagnostic, Level } from '../../model/diagnostic.ts';

/** What cannot be read of a file: each kind once, with its first line and how many there are. */
export class Findings {
  readonly #file: string;
  readonly #found = new Map<string, { readonly level: Level; readonly line: number; count: number }>();

  constructor(file: string) {
    this.#file = file;
  }

  warn(text: string, line: number): void {
    this.#add('warning', text, line);
  }

  notice(text: string, line: number): void {
    this.#add('notice', text, line);
  }

  all(): Diagnostic[] {
    return [...this.#found].map(([text, { level, line, count }]) => ({
      level,
      text: count > 1 ? `${text} (${count} of these)` : text,
      at: { file: this.#file, line },
    }));
  }

  #add(level: Level, text: string, line: number): void {
    const found = this.#found.get(text);
    if (found) found.count++;
    else this.#found.set(text, { level, line, count: 1 });
  }
}
