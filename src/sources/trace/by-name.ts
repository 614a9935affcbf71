import { type Distribution, MAX_GROUPS, OTHER } from '../../model/trace.ts';
import { Durations } from './distribution.ts';

export interface Named extends Distribution {
  readonly name: string;
  /** All that were counted, those without a duration too. */
  readonly seen: number;
}

/** Durations by the number of a name; names beyond {@link MAX_GROUPS} are one, {@link OTHER}. */
export class DurationsByName {
  private readonly exact: boolean;
  private readonly entries = new Map<number, { readonly durations: Durations; seen: number }>();

  constructor(exact: boolean) {
    this.exact = exact;
  }

  see(name: number): void {
    this.entry(name).seen++;
  }

  add(name: number, ns: number): void {
    this.entry(name).durations.add(ns);
  }

  private entry(name: number): { readonly durations: Durations; seen: number } {
    const known = this.entries.get(name);
    if (known) return known;
    if (this.entries.size >= MAX_GROUPS && name !== OTHERS) return this.entry(OTHERS);
    const entry = { durations: new Durations(this.exact), seen: 0 };
    this.entries.set(name, entry);
    return entry;
  }

  /** In the order of their names. */
  named(text: (name: number) => string): Named[] {
    return [...this.entries]
      .map(([name, { durations, seen }]) => ({
        name: name === OTHERS ? OTHER : text(name),
        seen,
        ...durations.distribution(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
}

/** No text has this number. */
const OTHERS = -1;
