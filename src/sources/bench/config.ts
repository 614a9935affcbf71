import { GO_SPACE } from '../../model/space.ts';

const KEY_VALUE = new RegExp(`^(\\p{Ll}[^:\\p{Lu}${GO_SPACE}]*):(?:$|[ \\t]+)`, 'u');

/**
 * Reads a file configuration line as benchfmt does: `key: value`, the key beginning with a lower-case letter and free of
 * spaces and upper-case letters, spaces or tabs between. `key:` alone gives an empty value, which deletes the key.
 */
export function parseConfigLine(text: string): { key: string; value: string } | null {
  const found = KEY_VALUE.exec(text);
  return found?.[1] === undefined ? null : { key: found[1], value: text.slice(found[0].length) };
}

type Snapshot = Readonly<Record<string, string>>;

/** More keys than any tool writes: each result that follows a change holds a copy of them all. */
const MAX_KEYS = 1000;

/** The configuration in force while a text is read. */
export class Config {
  private readonly keys = new Map<string, string>();
  private taken: Snapshot | null = null;

  /** @returns false when there are too many keys, and this one is not kept. */
  set(key: string, value: string): boolean {
    if (value === '') this.keys.delete(key);
    else if (this.keys.size < MAX_KEYS || this.keys.has(key)) this.keys.set(key, value);
    else return false;
    this.taken = null;
    return true;
  }

  get(key: string): string | undefined {
    return this.keys.get(key);
  }

  /** All keys, as one object that stays the same until a key changes. */
  snapshot(): Snapshot {
    // Without a prototype: a key may be called `constructor`.
    this.taken ??= Object.assign(Object.create(null), Object.fromEntries(this.keys));
    return this.taken as Snapshot;
  }
}
