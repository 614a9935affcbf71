import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether Go sources in a folder, of any of the checkouts, have some text in them. */
export class Mentions {
  readonly #roots: readonly string[];
  readonly #texts = new Map<string, string>();

  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  /** @param folder relative to the checkouts' roots. */
  has(folder: string, what: string | RegExp): boolean {
    const text = this.#text(folder);
    return typeof what === 'string' ? text.includes(what) : what.test(text);
  }

  #text(folder: string): string {
    const known = this.#texts.get(folder);
    if (known !== undefined) return known;
    const text = this.#roots.map((root) => sourcesIn(join(root, folder))).join('\n');
    this.#texts.set(folder, text);
    return text;
  }
}

/** A folder that is on one side only, or a file that cannot be read, says nothing. */
function sourcesIn(dir: string): string {
  try {
    const files = readdirSync(dir).filter((name) => name.endsWith('.go'));
    return files.map((name) => readFileSync(join(dir, name), 'utf8')).join('\n');
  } catch {
    return '';
  }
}
