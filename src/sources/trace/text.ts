import { formatCount, formatValue, plural } from '../../model/format.ts';
import type { GoroutineGroup, Remaining, TraceStack, TraceSummary, Wait } from '../../model/trace.ts';

export interface TraceTextOptions {
  /** Rows of each table. */
  readonly rows: number;
}

/** What a person reads of a trace beside its metrics: who ran and waited, where, and what is left at the end. */
export function traceLines(trace: TraceSummary, { rows }: TraceTextOptions): readonly string[] {
  const { remaining } = trace.goroutines;
  // The program's own first: the runtime's many would hide them.
  const groups = [...trace.goroutines.groups].sort((a, b) => Number(a.system) - Number(b.system));
  const waits = groups
    .filter(({ system }) => !system)
    .flatMap((group) => group.waits.map((wait) => ({ group, wait })))
    .sort((a, b) => b.wait.total - a.wait.total);
  return [
    ...section(
      'goroutines by start function, the program’s own first, longest total first:',
      groupTable(groups.slice(0, rows)),
    ),
    ...more(groups.length - rows, 'group'),
    ...section('what the program’s own goroutines waited for:', waitTable(waits.slice(0, rows))),
    ...more(waits.length - rows, 'reason'),
    ...section('created in the trace and not ended:', remaining.slice(0, rows).map(remainingLine)),
    ...more(remaining.length - rows, 'place'),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function more(count: number, noun: string): string[] {
  return count > 0 ? [`  … and ${plural(count, `more ${noun}`)}`] : [];
}

function time(ns: number): string {
  return ns === 0 ? '-' : formatValue(ns / 1e9, 'sec');
}

function groupTable(groups: readonly GoroutineGroup[]): string[] {
  const head = ['count', 'running', 'runnable', 'waiting', 'syscall', 'latency p99', 'max', 'goroutines'];
  const rows = groups.map(({ name, count, time: t, latency }) => [
    formatCount(count),
    ...[t.running, t.runnable, t.waiting, t.syscall, latency.p99, latency.max].map(time),
    name === '' ? '(unknown)' : name,
  ]);
  return table([head, ...rows]);
}

function waitTable(waits: readonly { readonly group: GoroutineGroup; readonly wait: Wait }[]): string[] {
  const head = ['total', 'count', 'p99', 'max', 'reason, goroutines, where'];
  const rows = waits.map(({ group, wait }) => [
    time(wait.total),
    formatCount(wait.count),
    time(wait.p99),
    time(wait.max),
    [wait.reason === '' ? '(unknown)' : wait.reason, group.name, placeOf(wait.stacks[0]?.stack ?? [])]
      .filter(Boolean)
      .join(', '),
  ]);
  return rows.length === 0 ? [] : table([head, ...rows]);
}

/** The first frame that is not the runtime's own: where in the program it is. */
function placeOf(stack: TraceStack): string {
  const frame = stack.find(({ function: name }) => !/^(?:runtime|internal\/(?:poll|sync)|sync|time|net)\./.test(name));
  const shown = frame ?? stack[0];
  return shown ? `${shown.function} ${shown.file}:${shown.line}` : '';
}

function remainingLine({ group, count, state, reason, at, createdAt, longest }: Remaining): string {
  const doing = reason === '' ? state : `${state} (${reason})`;
  const where = placeOf(at);
  const parent = placeOf(createdAt);
  const parts = [`${plural(count, 'goroutine')} ${group}: ${doing} for up to ${time(longest)}`];
  if (where) parts.push(`at ${where}`);
  if (parent) parts.push(`created by ${parent}`);
  return `  ${parts.join(', ')}`;
}

/** Columns to the right, but the last one. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const cell = (text: string, i: number) => (i === widths.length - 1 ? text : text.padStart(widths[i] ?? 0));
  return rows.map((row) => `  ${row.map(cell).join('  ')}`);
}
