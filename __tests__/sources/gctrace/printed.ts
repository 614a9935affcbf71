/** A line of gctrace to be printed: times in ms since the start and in ns, sizes in MiB. */
export interface Printable {
  readonly number: number;
  readonly at: number;
  /** Three clock and five cpu fields. */
  readonly ns: readonly number[];
  /** Start, end, live, goal, stacks, globals. */
  readonly heap: readonly number[];
  readonly forced: boolean;
  readonly leaks: boolean;
}

/** runtime/mgc.go, fmtNSAsMS, by its words. */
export function milliseconds(ns: number): string {
  if (ns >= 10e6) return String(Math.floor(ns / 1e6));
  let [x, decimals] = [Math.floor(ns / 1e3), 3];
  if (x === 0) return '0';
  for (; x >= 100; decimals--) x = Math.floor(x / 10);
  return (x / 10 ** decimals).toFixed(decimals);
}

/** The writes that one line is made of, in runtime/mgc.go's order; the last one is the newline. */
export function piecesOf({ number, at, ns, heap, forced, leaks }: Printable): string[] {
  const [c0, c1, c2, u0, u1, u2, u3, u4] = ns.map(milliseconds);
  const [start, end, live, goal, stacks, globals] = heap.map(String);
  const head = [
    'gc ',
    String(number),
    ' @',
    (at / 1000).toFixed(3),
    's ',
    '3',
    leaks ? '% (checking for goroutine leaks)' : '%',
    ': ',
  ];
  const clock = [c0, '+', c1, '+', c2, ' ms clock, '];
  const cpu = [u0, '+', u1, '/', u2, '/', u3, '+', u4, ' ms cpu, '];
  const sizes = [
    start,
    '->',
    end,
    '->',
    live,
    ' MB, ',
    goal,
    ' MB goal, ',
    stacks,
    ' MB stacks, ',
    globals,
    ' MB globals, ',
  ];
  const tail = ['8', ' P', ...(forced ? [' (forced)'] : []), '\n'];
  return [...head, ...clock, ...cpu, ...sizes, ...tail].map(String);
}

export function printed(cycle: Printable): string {
  return piecesOf(cycle).join('');
}
