import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import { normalizing, scaled } from '../../profile/arithmetic/scale.ts';
import { differenceGraph } from '../../profile/exports/difference-graph.ts';
import { flameGraph } from '../../profile/exports/flame-graph.ts';
import { foldedDifference, foldedStacks } from '../../profile/exports/folded.ts';
import { speedscope } from '../../profile/exports/speedscope.ts';
import { Report } from '../../profile/report.ts';
import type { Inspection } from '../../sources/source.ts';
import { timelinePage } from '../../timeline/page.ts';
import { encodeProfile } from '../../wire/pprof/encode.ts';
import type { Ask, ExportForm } from './ask.ts';
import { type Base, comparedWith } from './compared.ts';

/** A form that profiles have. */
export type ProfileForm = Exclude<ExportForm, 'timeline'>;

/** A trace, or one profile, selected and compared, in the form that was asked for. */
export interface Exported {
  readonly content: string | Uint8Array;
  readonly warnings: readonly string[];
}

/**
 * @param path of the profile, for the title
 * @throws UserError where the form cannot hold what was asked for
 */
export function exported(
  form: ProfileForm,
  profile: Profile,
  path: string,
  ask: Ask,
  base: Base | undefined,
): Exported {
  if (form === 'svg' && ask.report.granularity !== 'functions')
    throw new UserError('--export svg draws functions; --lines, --files and --packages are for folded and speedscope');
  if (ask.report.mean) throw new UserError('--mean is for tables: means do not add up, so they cannot be exported');
  if (form === 'speedscope' && base?.ask.kind === 'diff')
    throw new UserError('speedscope has no negative values: use --export svg or folded for a difference', {
      example: 'go-perf-gate inspect --export svg --output diff.svg --diff-base old.pprof new.pprof',
    });
  const title = basename(path);
  if (base?.ask.kind === 'diff' && form !== 'pprof') return difference(form, profile, title, ask, base);
  const report = new Report(comparedWith(profile, base), ask.report);
  return { content: contentOf(form, report, title), warnings: report.warnings };
}

/**
 * A trace as a web page.
 *
 * @throws UserError where the file is no trace, or nothing of it could be read
 */
export function exportedTimeline({ path, kind, trace, diagnostics }: Inspection): Exported {
  const broken = diagnostics.map(({ text }) => text);
  if (trace) return { content: timelinePage(trace, basename(path)), warnings: broken };
  const why = kind === 'trace' && broken[0] !== undefined ? broken[0] : `this is none (${kind})`;
  throw new UserError(`--export timeline needs an execution trace: ${why}`, {
    at: { file: path },
    example: 'go-perf-gate inspect --export timeline --output trace.html trace.out',
  });
}

function contentOf(form: ProfileForm, report: Report, title: string): string | Uint8Array {
  const { profile, measure, options } = report;
  switch (form) {
    case 'folded':
      return foldedStacks(profile, measure.value, options.granularity);
    case 'speedscope':
      return speedscope(
        profile,
        title,
        measure.value,
        options.granularity === 'functions' ? 'filefunctions' : options.granularity,
      );
    case 'svg':
      return flameGraph(profile, measure.value, title);
    case 'pprof':
      return gzipSync(encodeProfile(profile));
  }
}

/** Both sides beside each other, where pprof's difference has them in one. */
function difference(form: ProfileForm, profile: Profile, title: string, ask: Ask, base: Base): Exported {
  const head = base.ask.normalize ? scaled(profile, normalizing(profile, base.profile)) : profile;
  const sides = [base.profile, head].map((side) => new Report(side, ask.report)) as [Report, Report];
  const warnings = [...new Set(sides.flatMap((side) => side.warnings))];
  const [before, now] = sides;
  requireSameUnit(before, now);
  if (form === 'folded') {
    const parts = sides.map((side) => [side.profile, side.measure.value] as const);
    const [first, second] = parts as [(typeof parts)[0], (typeof parts)[0]];
    return { content: foldedDifference(first, second, ask.report.granularity), warnings };
  }
  const [inBase, inHead] = ask.operations ?? [1, 1];
  const side = ({ profile, measure }: Report, operations: number) => ({ profile, type: measure.value, operations });
  const name = `${basename(base.ask.path)} → ${title}`;
  return { content: differenceGraph(side(before, inBase), side(now, inHead), name), warnings };
}

function requireSameUnit(base: Report, head: Report): void {
  if (base.type === head.type && base.unit === head.unit) return;
  throw new UserError(
    `the sides have different sample types: ${base.type} (${base.unit}) and ${head.type} (${head.unit})`,
    { example: `--sample ${head.type}` },
  );
}
