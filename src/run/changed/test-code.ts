import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GoDeclaration, goDeclarations } from '../../wire/go/declarations.ts';
import type { FoundPackage } from '../go/discover.ts';
import type { TestCode } from './closure.ts';
import { LARGEST } from './test-data.ts';

/** The text of a package's `_test.go` files, one after the other, and which of them nobody read. */
export interface TestSources {
  readonly internal: readonly string[];
  readonly external: readonly string[];
  /** As a clause: `big_test.go has more than 4 MiB`. */
  readonly unknown: readonly string[];
}

/** @param root of the checkout, absolute */
export async function readTestSources(root: string, { dir, testFiles }: FoundPackage): Promise<TestSources> {
  const unknown: string[] = [];
  const read = async (file: string) => {
    const text = await bounded(join(root, dir, file));
    if (text === null) unknown.push(`${file} has more than ${LARGEST >> 20} MiB`);
    return text ?? '';
  };
  const internal = await Promise.all(testFiles.internal.map(read));
  const external = await Promise.all(testFiles.external.map(read));
  return { internal, external, unknown: unknown.sort() };
}

/** Null: too large; what cannot be read is empty, and does not build. */
async function bounded(file: string): Promise<string | null> {
  const size = await stat(file).then(
    (s) => s.size,
    () => 0,
  );
  return size > LARGEST ? null : readFile(file, 'utf8').catch(() => '');
}

export function testCodeOf({ internal, external }: TestSources): TestCode {
  const declarations = (texts: readonly string[]): GoDeclaration[] => texts.flatMap(goDeclarations);
  return { internal: declarations(internal), external: declarations(external) };
}
