import { formatDuration, plural } from '../../model/format.ts';
import { type GoroutineFrame, isRuntime } from './dump.ts';
import type { GoroutineGroup } from './group.ts';

export interface TextOptions {
  /** Groups that are shown. */
  readonly groups: number;
  /** Frames of each that are shown. */
  readonly frames: number;
}

/**
 * What a person reads of groups, a line each: how many do what and for how long, then where, the runtime's own frames
 * left out. The lines hold foreign text: they go through an escaper before they are shown.
 */
export function groupLines(groups: readonly GoroutineGroup[], options: TextOptions): readonly string[] {
  const own = groups.filter(({ system }) => !system);
  const system = groups.filter((group) => group.system);
  const rest = own.slice(options.groups);
  return [
    ...own.slice(0, options.groups).flatMap((group) => linesOf(group, options.frames)),
    ...(rest.length > 0 ? [`${many(rest)} in ${plural(rest.length, 'smaller group')}`] : []),
    ...(system.length > 0 ? [`${many(system)} of the runtime itself`] : []),
  ];
}

function many(groups: readonly GoroutineGroup[]): string {
  return plural(
    groups.reduce((sum, { count }) => sum + count, 0),
    'goroutine',
  );
}

function linesOf(group: GoroutineGroup, most: number): string[] {
  const { frames, createdBy, elided } = group;
  const first = frames.findIndex((frame) => !isRuntime(frame));
  const shown = first < 0 ? frames : frames.slice(first).filter(({ function: name }) => name !== 'runtime.goexit');
  const runs = runsOf(shown);
  const left = runs.slice(most).reduce((sum, run) => sum + run.times, 0) + Math.max(elided, 0);
  return [
    headline(group),
    ...(frames.length === 0 ? ['  (the stack is not in the dump)'] : []),
    ...runs.slice(0, most).map(({ frame, times }) => `  ${frameText(frame)}${times > 1 ? `  ×${times}` : ''}`),
    ...(left > 0 || elided < 0 ? [`  … ${elided < 0 ? 'further frames' : plural(left, 'more frame')}`] : []),
    ...(createdBy ? [`  created by ${frameText(createdBy)}`] : []),
  ];
}

/** A call that repeats itself, once with its number of times. */
function runsOf(frames: readonly GoroutineFrame[]): { readonly frame: GoroutineFrame; times: number }[] {
  const runs: { readonly frame: GoroutineFrame; times: number }[] = [];
  for (const frame of frames) {
    const last = runs.at(-1);
    if (last?.frame === frame) last.times++;
    else runs.push({ frame, times: 1 });
  }
  return runs;
}

/** `5 goroutines: chan receive, blocked for 2 to 3 min (23, 24, …; line 146)`. */
export function headline({ count, state, wait, lockedToThread, ids, line }: GoroutineGroup): string {
  const waited = wait.max > 0 ? `, blocked for ${range(wait)}` : '';
  const locked =
    lockedToThread > 0 ? `, ${lockedToThread === count ? '' : `${lockedToThread} `}locked to a thread` : '';
  const named =
    ids.length > 0 ? ` (${ids.join(', ')}${count > ids.length ? ', …' : ''}; line ${line})` : ` (line ${line})`;
  return `${plural(count, 'goroutine')}${state && `: ${state}`}${waited}${locked}${named}`;
}

function range({ min, max }: GoroutineGroup['wait']): string {
  const least = min > 0 ? formatDuration(min) : 'less than 1 min';
  return min === max ? formatDuration(max) : `${least} to ${formatDuration(max)}`;
}

function frameText({ function: name, file, line }: GoroutineFrame): string {
  return file === '' ? name : `${name}  ${file}:${line}`;
}
