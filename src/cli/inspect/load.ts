import { UserError } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import { mergeProfiles } from '../../profile/arithmetic/index.ts';
import { openEvidence } from '../../run/open-evidence.ts';
import { detectKinds, SOURCES } from '../../sources/index.ts';
import { pprofSource } from '../../sources/pprof/index.ts';
import { EvidenceFile, type Inspection } from '../../sources/source.ts';
import { encodeProfile } from '../../wire/pprof/encode.ts';
import type { Ask } from './ask.ts';
import { mistakenFor } from './unknown.ts';

/** A file and what it holds. */
export interface Inspected {
  readonly file: EvidenceFile;
  readonly inspection: Inspection;
}

/** Reads a file and says what it holds, kind by kind; `unknown` where no source recognises it. */
export async function inspectFile(path: string): Promise<readonly [Inspected, ...Inspected[]]> {
  const { source, close } = await openEvidence(path);
  try {
    const file = new EvidenceFile(path, source);
    const [first, ...others] = detectKinds(file).map((kind) => ({ file, inspection: kind.inspect(file) }));
    return [first ?? { file, inspection: unknown(file) }, ...others];
  } finally {
    // Whoever needs all of it has it in memory by now.
    close();
  }
}

async function inspectOrTell(path: string): Promise<readonly Inspected[]> {
  try {
    return await inspectFile(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const diagnostic = { level: 'error' as const, text: error.message, at: error.at ?? { file: path } };
    const inspection = { path, kind: 'unknown', metrics: [], diagnostics: [diagnostic] };
    return [{ file: new EvidenceFile(path, new Uint8Array()), inspection }];
  }
}

function unknown(file: EvidenceFile): Inspection {
  const { path } = file;
  const known = () => `none of the kinds we know (${SOURCES.map((source) => source.about).join('; ')})`;
  const text = mistakenFor(file.opening().bytes) ?? known();
  return { path, kind: 'unknown', metrics: [], diagnostics: [{ level: 'warning', text, at: { file: path } }] };
}

/**
 * What the command was asked to look at: each file by itself, or all of them as one profile.
 *
 * @throws UserError where an option for profiles meets something else
 */
export async function inspectAll(paths: readonly string[], ask: Ask): Promise<readonly Inspected[]> {
  const files: Inspected[] = [];
  // One file that cannot be unpacked hides no other.
  for (const path of paths) files.push(...(await (paths.length > 1 ? inspectOrTell : inspectFile)(path)));
  if (ask.onlyProfiles !== undefined) for (const { inspection } of files) profileOf(inspection, ask.onlyProfiles);
  return ask.merge ? [merged(files, ask)] : files;
}

/** The profile of a file, for an option that needs one. */
export function profileOf({ path, kind, profile, diagnostics }: Inspection, option: string): Profile {
  if (profile) return profile;
  const broken = diagnostics.find(({ level }) => level === 'error')?.text;
  const why = kind === 'pprof' && broken ? broken : `this is no profile (${kind})`;
  throw new UserError(`${option} needs a profile: ${why}`, {
    at: { file: path },
    example: `go-perf-gate inspect ${option} … cpu.pprof`,
  });
}

/** The sum of profiles, seen as if it were a file. */
function merged(files: readonly Inspected[], ask: Ask): Inspected {
  const profiles = files.map(({ inspection }) => profileOf(inspection, ask.onlyProfiles ?? '--merge'));
  const name = files.map(({ file }) => file.path).join(' + ');
  const file = new EvidenceFile(name, encodeProfile(mergeProfiles(profiles)));
  const diagnostics = files.flatMap(({ inspection }) => inspection.diagnostics);
  return { file, inspection: { ...pprofSource.inspect(file), diagnostics } };
}
