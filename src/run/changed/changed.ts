import { join } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type PackageEvidence, SIDES } from '../../model/evidence.ts';
import type { GoDeclaration } from '../../wire/go/declarations.ts';
import type { Built } from '../build/binaries.ts';
import type { FoundPackage } from '../go/discover.ts';
import { pool } from '../process/pool.ts';
import type { Candidate, PerSide } from '../reach/candidates.ts';
import { closures } from './closure.ts';
import { concerns } from './concerns.ts';
import { codeDifference, someOf } from './difference.ts';
import { readTestSources, type TestSources, testCodeOf } from './test-code.ts';
import { dataDifference } from './test-data.ts';

/** Packages that are read at a time. */
const WIDTH = 4;

/** What is known of a package's own benchmarks. */
export interface Changed {
  /** By top-level benchmark, the clause that names what changed; those that stand still are absent. */
  readonly changed: NonNullable<PackageEvidence['changed']>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Which benchmarks of a package measure something else now: their body, what they depend on in the test code, or their
 * test data differs between the sides. What the code under test does is no matter here: that is what is measured.
 *
 * @param roots of both checkouts, absolute
 */
export async function changedBenchmarks({ pkg, found }: Candidate, roots: PerSide<string>): Promise<Changed> {
  const { base, head } = found;
  if (!base || !head) return { changed: {}, diagnostics: [] };
  const sources = { base: await readTestSources(roots.base, base), head: await readTestSources(roots.head, head) };
  const embedded = [...embeddedOf(base), ...embeddedOf(head)];
  const data = await dataDifference(join(roots.base, base.dir), join(roots.head, head.dir), embedded);
  const names = head.benchmarks.filter((name) => base.benchmarks.includes(name));
  const unknown = [...new Set([...sources.base.unknown, ...sources.head.unknown, ...data.unknown])];
  return {
    changed: sameText(sources) && data.changed.length === 0 ? {} : clauses(names, sources, data.changed),
    diagnostics: unknown.map((what) => ({
      level: 'notice',
      text: `${pkg}: ${what}, so it is not known whether it changed`,
    })),
  };
}

/**
 * Adds to each package that is measured on both sides the benchmarks that were themselves edited.
 *
 * @param roots of both checkouts, absolute; null where there is none
 */
export async function nameChanged(
  built: readonly Built[],
  { base, head }: PerSide<string | null>,
): Promise<{ readonly built: readonly Built[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (base === null || head === null) return { built, diagnostics: [] };
  const compared = ({ identical, ...sides }: PackageEvidence) =>
    !identical && SIDES.every((side) => sides[side].state === 'built');
  const none: Changed = { changed: {}, diagnostics: [] };
  const found = await pool(built, WIDTH, async ({ candidate, evidence }) =>
    compared(evidence) ? changedBenchmarks(candidate, { base, head }) : none,
  );
  const told = built.map((one, i) => {
    const { changed } = found[i] ?? none;
    return Object.keys(changed).length === 0 ? one : { ...one, evidence: { ...one.evidence, changed } };
  });
  return { built: told, diagnostics: found.flatMap(({ diagnostics }) => diagnostics) };
}

/** Relative to the package's folder. */
function embeddedOf({ dir, testEmbedded }: FoundPackage): string[] {
  return testEmbedded.map((file) => (dir === '.' ? file : file.slice(dir.length + 1)));
}

function sameText({ base, head }: PerSide<TestSources>): boolean {
  const text = ({ internal, external }: TestSources) => JSON.stringify([internal, external]);
  return text(base) === text(head);
}

function clauses(
  benchmarks: readonly string[],
  sources: PerSide<TestSources>,
  files: readonly string[],
): Record<string, string> {
  const [before, after] = [closures(testCodeOf(sources.base)), closures(testCodeOf(sources.head))];
  return Object.fromEntries(
    benchmarks.flatMap((name) => {
      const [base, head] = [before(name), after(name)];
      const clause = codeDifference(base, head) ?? dataClause([...base, ...head], files);
      return clause === null ? [] : [[name, clause] as const];
    }),
  );
}

/** `its test data testdata/big.json changed` */
function dataClause(closure: readonly GoDeclaration[], files: readonly string[]): string | null {
  const own = files.filter((file) => concerns(file, closure));
  return own.length === 0 ? null : `its test data ${someOf(own)} changed`;
}
