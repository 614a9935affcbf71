import type { Profile } from '../../model/profile.ts';
import { type GoroutineGroup, groupGoroutines, readGoroutines } from '../../sources/goroutines/index.ts';
import type { Ask } from './ask.ts';
import { type Base, comparedWith } from './compared.ts';
import type { Inspected } from './load.ts';
import { logJson } from './logs.ts';
import { placedTop, topJson } from './top.ts';
import { traceJson } from './trace.ts';

/** Schema go-perf-gate/inspect@1: times in seconds, sizes in bytes. */
export function jsonOf(files: readonly Inspected[], ask: Ask, base: Base | undefined): string {
  const printed = files.map((file) => fileJson(file, ask, base));
  return `${columnsInLine(JSON.stringify({ schema: 'go-perf-gate/inspect@1', files: printed }, null, 2))}\n`;
}

/** Columns of a timeline have two thousand numbers: long lists of numbers stand in one line. */
function columnsInLine(json: string): string {
  return json.replace(/\[(?:\n +(?:null|[-+.\deE]+),?){100,}\n +\]/g, (list) => list.replace(/\n +/g, ' '));
}

function fileJson({ file, inspection }: Inspected, ask: Ask, base: Base | undefined): object {
  const { profile, gctrace, schedtrace, trace, diagnostics, ...said } = inspection;
  if (trace) return { ...said, ...traceJson(trace), diagnostics };
  if (gctrace || schedtrace) return { ...said, ...logJson(inspection), diagnostics };
  if (profile) return { ...said, ...profileJson(comparedWith(profile, base), ask, diagnostics) };
  if (said.kind !== 'goroutines') return { ...said, diagnostics };
  const groups = groupGoroutines(readGoroutines(file.text(), file.path).goroutines);
  return { ...said, groups: groups.map(groupJson), diagnostics };
}

function profileJson(profile: Profile, ask: Ask, diagnostics: Inspected['inspection']['diagnostics']): object {
  const top = placedTop(profile, ask.report);
  const warnings = top.warnings.map((text) => ({ level: 'warning', text }));
  return { sample: top.type, top: topJson(top), diagnostics: [...diagnostics, ...warnings] };
}

function groupJson({ elided, ids, line, ...group }: GoroutineGroup): object {
  return { ...group, ...(elided !== 0 && { elided }), ids, line };
}
