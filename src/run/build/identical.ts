import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { forPeople } from '../reach/reach.ts';
import { allocatedSections, type Section } from './elf.ts';

/** Line tables: where code stands in its source, which a comment changes and no benchmark sees. PIE has its own name. */
const LINE_TABLES = new Set(['.gopclntab', '.data.rel.ro.gopclntab']);

/**
 * Whether two test binaries are the same program: every allocated section equal but for line tables. What is no 64-bit
 * ELF must be equal byte for byte; what cannot be read is not equal.
 */
export async function sameProgram(one: string, other: string): Promise<boolean> {
  const read = (path: string) => readFile(path).catch(() => null);
  const [a, b] = [await read(one), await read(other)];
  return a !== null && b !== null && sameProgramBytes(a, b);
}

/** {@link sameProgram} on the files' contents. */
export function sameProgramBytes(a: Buffer, b: Buffer): boolean {
  if (a.equals(b)) return true;
  const [sections, others] = [allocatedSections(a), allocatedSections(b)];
  if (!sections || !others || sections.length !== others.length || !sections.some((s) => s.name === '.text'))
    return false;
  // The ELF header's machine and kind, too: equal sections of another kind of file are another program.
  if (!a.subarray(4, 20).equals(b.subarray(4, 20))) return false;
  return sections.every((section, i) => sameSection(section, others[i]));
}

function sameSection(a: Section, b: Section | undefined): boolean {
  if (!b || a.name !== b.name || a.type !== b.type || a.flags !== b.flags) return false;
  return LINE_TABLES.has(a.name) || (a.size === b.size && a.bytes.equals(b.bytes));
}

/** More files beside a package than are compared; with more it does not count as identical. */
const MAX_FILES = 5000;

/**
 * Whether the files that a package's benchmarks can read from their own folder are equal on both sides: testdata, and
 * everything that is no Go source but for documents that no source names. Folders of other packages are not its own.
 */
export async function sameRuntimeInputs(
  one: string,
  other: string,
  mentions: (text: string) => boolean,
): Promise<boolean> {
  const [a, b] = [await dataFiles(one, mentions), await dataFiles(other, mentions)];
  if (!a || !b || a.length !== b.length || a.some((file, i) => file !== b[i])) return false;
  for (const file of a) {
    if ((await fingerprint(join(one, file))) !== (await fingerprint(join(other, file)))) return false;
  }
  return true;
}

async function dataFiles(root: string, mentions: (text: string) => boolean): Promise<string[] | null> {
  const files: string[] = [];
  const walk = async (folder: string, inTestdata: boolean): Promise<boolean> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    const isPackage = entries.some((entry) => entry.isFile() && entry.name.endsWith('.go'));
    if (folder !== '' && isPackage && !inTestdata) return true;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const data = inTestdata || entry.name === 'testdata';
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) {
        if (!(await walk(path, data))) return false;
      } else if (data || isData(entry.name, path, mentions)) files.push(path);
      if (files.length > MAX_FILES) return false;
    }
    return true;
  };
  const complete = await walk('', false).catch(() => false);
  return complete ? files.sort() : null;
}

function isData(name: string, path: string, mentions: (text: string) => boolean): boolean {
  return !name.endsWith('.go') && !MODULE.has(name) && (!forPeople(path) || mentions(name));
}

/** Compared for the whole module by reach. */
const MODULE = new Set(['go.mod', 'go.sum', 'go.work', 'go.work.sum']);

/** What a file is: its content's hash, or where a link leads. */
async function fingerprint(file: string): Promise<string> {
  const stat = await lstat(file);
  if (stat.isSymbolicLink()) return `link ${await readlink(file)}`;
  if (!stat.isFile()) return `other ${stat.mode}`;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `${stat.size} ${hash.digest('hex')}`;
}
