import { formatCount, formatPercent, formatValue, plural } from '../model/format.ts';
import { NO_GOAL, type Timeline, type TraceSummary } from '../model/trace.ts';
import { type Columns, sum } from './columns.ts';
import { area, curve, type Frame } from './draw.ts';

/** One lane of the picture. */
export interface Lane {
  readonly label: string;
  /** What a pointer that rests on the label is told. */
  readonly title: string;
  /** Pixels. */
  readonly height: number;
  /** What the top of the lane is, and how that is written; '' where a lane has no scale. */
  readonly max: number;
  readonly scale: string;
  readonly draw: (frame: Frame) => string;
}

export interface Section {
  readonly name: string;
  /** What it shows, or why it shows nothing. */
  readonly note: string;
  readonly lanes: readonly Lane[];
}

const TALL = 40;
const GROUP = 24;
const FLAT = 12;
const NS = 1e-9;
/** Of a lane's height. */
const LEAST = 0.25;

/** All lanes, those that say most first. */
export function sectionsOf(summary: TraceSummary, columns: Columns): Section[] {
  return [overview(summary, columns), processors(summary, columns), groups(summary, columns)];
}

function overview(summary: TraceSummary, columns: Columns): Section {
  const { timeline } = summary;
  const lanes = [
    running(summary, columns),
    runnable(timeline, columns),
    goroutines(summary, columns),
    heap(summary, columns),
    marking(summary, columns),
    stopped(summary, columns),
  ];
  return { name: 'Whole program', note: '', lanes: lanes.flat() };
}

function running({ processors, timeline }: TraceSummary, columns: Columns): Lane {
  const values = columns.meansOfMeans(timeline.running);
  const max = Math.max(processors.most, highest(values));
  const used = processors.capacity > 0 ? `, ${formatPercent(processors.running / processors.capacity)} of them` : '';
  return {
    label: 'processors running',
    title: `processors that ran, of GOMAXPROCS ${formatCount(processors.gomaxprocs)}: ${time(processors.running)}${used}`,
    height: TALL,
    max,
    scale: formatCount(max),
    draw: (frame) => area(values, frame, 'running'),
  };
}

function runnable(timeline: Timeline, columns: Columns): Lane {
  const values = columns.meansOfMeans(timeline.runnable);
  return {
    label: 'goroutines runnable',
    title: 'goroutines that were runnable and waited for a processor, mean of each column',
    height: TALL,
    max: highest(values),
    scale: count(highest(values)),
    draw: (frame) => area(values, frame, 'runnable'),
  };
}

function goroutines({ timeline, goroutines: all }: TraceSummary, columns: Columns): Lane {
  const values = columns.highest(timeline.goroutines);
  return {
    label: 'goroutines alive',
    title: `goroutines alive, the most at once of each column; ${formatCount(all.created)} created, ${formatCount(all.alive)} alive at the end`,
    height: TALL,
    max: highest(values),
    scale: formatCount(highest(values)),
    draw: (frame) => area(values, frame, 'alive'),
  };
}

function heap({ timeline, heap: { live } }: TraceSummary, columns: Columns): Lane {
  const [values, goal] = [columns.peaks(timeline.heap), goals(timeline, columns)];
  const max = highest([...values, ...goal].map((value) => value ?? 0));
  return {
    label: live ? 'heap (line: goal)' : 'heap: not in the trace',
    title: live
      ? `live heap, ${bytes(live.min)} to ${bytes(live.max)}, and the size that the collector aims at`
      : 'the trace has no event that says how large the heap is',
    height: TALL,
    max,
    scale: max > 0 ? bytes(max) : '',
    draw: (frame) =>
      area(
        values.map((value) => value ?? 0),
        frame,
        'heap',
      ) + curve(goal, frame, 'goal'),
  };
}

/** The heap goal by column; null where there is none: it would leave the heap no height. */
export function goals({ goal }: Timeline, columns: Columns): readonly (number | null)[] {
  return columns.peaks(goal.map((value) => (value !== null && value < NO_GOAL ? value : null)));
}

function marking({ timeline, gc }: TraceSummary, columns: Columns): Lane {
  const values = columns.means(timeline.marking);
  return {
    label: 'GC marking',
    title: `concurrent mark phases: ${plural(gc.cycles.length, 'whole cycle')}, ${time(sum(timeline.marking))} altogether`,
    height: FLAT,
    max: 1,
    scale: '',
    draw: (frame) => area(values.map(present), frame, 'marking'),
  };
}

function stopped({ timeline, stw }: TraceSummary, columns: Columns): Lane {
  const values = columns.means(timeline.stopped);
  const kinds = stw.map((s) => `${s.kind}: ${formatCount(s.count)}, ${time(s.total)}, longest ${time(s.max)}`);
  return {
    label: 'world stopped',
    title: [`stopped worlds: ${time(sum(timeline.stopped))} altogether`, ...kinds.slice(0, 20)].join('\n'),
    height: FLAT,
    max: 1,
    scale: '',
    draw: (frame) => area(values.map(present), frame, 'stopped'),
  };
}

/** Height is the share of time; what happens at all is seen: a stopped world is short. */
function present(share: number): number {
  return share > 0 ? Math.max(LEAST, share) : 0;
}

function processors({ timeline, processors: { each } }: TraceSummary, columns: Columns): Section {
  const total = columns.begin(columns.count);
  const lanes = timeline.processors.map(({ id, running }): Lane => {
    const values = columns.means(running);
    return {
      label: `P${id}`,
      title: `processor ${id}: ran ${time(sum(running))}, ${formatPercent(sum(running) / total)} of the trace`,
      height: FLAT,
      max: 1,
      scale: formatPercent(sum(running) / total),
      draw: (frame) => area(values, frame, 'running'),
    };
  });
  const left = each.filter(({ id }) => !timeline.processors.some((p) => p.id === id)).length;
  const none =
    lanes.length === 0 ? 'No processor ran.' : 'Height: share of the time that it ran; right: of the whole trace.';
  return {
    name: 'Processors',
    note: left > 0 ? `${none} ${formatCount(left)} more not shown.` : none,
    lanes,
  };
}

function groups({ timeline, goroutines: { groups: all } }: TraceSummary, columns: Columns): Section {
  const lanes = timeline.groups.map((group) => groupLane(group, all, columns));
  const busy = all.filter(({ time: { running, runnable } }) => running + runnable > 0).length;
  const rest = busy > lanes.length ? ` ${formatCount(lanes.length)} of ${formatCount(busy)} shown.` : '';
  const note =
    lanes.length === 0
      ? 'No goroutine ran.'
      : `By the function they were started with, those that ran and waited to run longest first; each on its own scale.${rest}`;
  return { name: 'Goroutine groups', note, lanes };
}

function groupLane(
  { name, running, runnable }: Timeline['groups'][number],
  all: TraceSummary['goroutines']['groups'],
  columns: Columns,
): Lane {
  const [ran, waited] = [columns.means(running), columns.means(runnable)];
  const max = highest(ran.map((value, i) => value + (waited[i] ?? 0)));
  const members = all.find((group) => group.name === name)?.count;
  return {
    label: name === '' ? '(start unknown)' : shortName(name),
    title: [
      name === '' ? 'goroutines whose first function the trace does not say' : name,
      ...(members === undefined ? [] : [plural(members, 'goroutine')]),
      `ran ${time(sum(running))}, waited for a processor ${time(sum(runnable))}`,
    ].join('\n'),
    height: GROUP,
    max,
    scale: count(max),
    draw: (frame) => area(ran, frame, 'running') + area(waited, frame, 'runnable', ran),
  };
}

/** A function without the folders of its package's path. Type arguments may hold slashes of their own. */
function shortName(name: string): string {
  const bracket = name.indexOf('[');
  const head = bracket < 0 ? name : name.slice(0, bracket);
  return name.slice(head.lastIndexOf('/') + 1);
}

export function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

export function time(ns: number): string {
  return formatValue(ns * NS, 'sec');
}

export function bytes(value: number): string {
  return formatValue(value, 'B');
}

export function count(value: number): string {
  return value > 0 && value < 0.01 ? '<0.01' : formatCount(Number(value.toPrecision(3)));
}
