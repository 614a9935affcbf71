import type { BenchResult } from '../../model/bench.ts';
import type { BenchRecord } from '../source.ts';

/**
 * Which package results belong to. A `pkg:` line names it for what follows, up to the line that closes the package
 * (`ok  ⇥pkg⇥1.2s`). Without a `pkg:` line that closing line names it, so the results wait for it.
 */
export class PackageScope {
  private readonly waiting: BenchRecord[] = [];
  private readonly released: BenchRecord[] = [];
  private readonly given: string | undefined;
  private current: string | undefined;

  /** @param given the package, where it is known from outside the text (test2json). */
  constructor(given: string | undefined) {
    this.given = given;
    this.current = given;
  }

  /** A `pkg:` line; an empty name is a deletion. */
  open(pkg: string): void {
    this.release(undefined);
    this.current = pkg === '' ? this.given : pkg;
  }

  /** The line that closes the package, or the end of the text (then the name is unknown). */
  close(pkg: string | undefined): void {
    this.release(pkg);
    this.current = this.given;
  }

  get pkg(): string | undefined {
    return this.current;
  }

  push(record: BenchRecord): void {
    const unnamed = record.kind === 'result' && record.subject.pkg === undefined;
    (unnamed || this.waiting.length > 0 ? this.waiting : this.released).push(record);
  }

  /** Records whose package is settled, in order; each is given once. */
  take(): BenchRecord[] {
    return this.released.splice(0);
  }

  private release(pkg: string | undefined): void {
    for (const record of this.waiting.splice(0))
      this.released.push(record.kind === 'result' ? named(record, pkg) : record);
  }
}

/** A `pkg:` line that is still in force in the file's configuration is the last resort. */
function named(result: BenchResult, pkg: string | undefined): BenchResult {
  const name = result.subject.pkg ?? pkg ?? result.config.pkg;
  return name === undefined ? result : { ...result, subject: { pkg: name, ...result.subject } };
}
