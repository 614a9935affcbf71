/** Below this many candidates sorting them is cheapest. */
const FEW = 4096;

/** How two samples are put together: not decreasing in y. */
type Combine = (x: number, y: number) => number;

/**
 * The k-th smallest (from 0) of f(x, y) over all pairs, without forming them all: every x is a sorted row, and a
 * weighted median of the rows' medians discards at least a quarter of the candidates a step (D. Johnson & T. Mizoguchi,
 * SIAM J. Comput. 7, 1978). For n values a side about n log² n instead of n² log n.
 *
 * @param xs in any order
 * @param ys ascending
 * @param k 0 … xs.length · ys.length − 1
 */
export function kthOfPairs(xs: readonly number[], ys: readonly number[], f: Combine, k: number): number {
  let rows: readonly Row[] = xs.map((x) => ({ x, from: 0, to: ys.length }));
  const at = (x: number, j: number) => f(x, ys[j] ?? Number.NaN);
  for (let rank = k; ; ) {
    const total = countOf(rows);
    if (total <= FEW) return kthByForming(rows, at, rank);
    const pivot = weightedMedian(rows.map((r) => ({ value: at(r.x, (r.from + r.to) >> 1), weight: r.to - r.from })));
    const below = rows.map((r) => ({ ...r, to: firstWhere(r, (j) => at(r.x, j) >= pivot) }));
    const notAbove = rows.map((r) => ({ ...r, to: firstWhere(r, (j) => at(r.x, j) > pivot) }));
    if (rank < countOf(below)) rows = nonEmpty(below);
    else if (rank < countOf(notAbove)) return pivot;
    else {
      rank -= countOf(notAbove);
      rows = nonEmpty(rows.map((r, i) => ({ ...r, from: notAbove[i]?.to ?? r.from })));
    }
  }
}

/** The candidates of one x: ys from `from` up to, not including, `to`. */
interface Row {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

function countOf(rows: readonly Row[]): number {
  return rows.reduce((sum, r) => sum + r.to - r.from, 0);
}

function nonEmpty(rows: readonly Row[]): readonly Row[] {
  return rows.filter((r) => r.to > r.from);
}

function kthByForming(rows: readonly Row[], at: (x: number, j: number) => number, k: number): number {
  const all = new Float64Array(countOf(rows));
  let i = 0;
  for (const { x, from, to } of rows) for (let j = from; j < to; j++) all[i++] = at(x, j);
  return all.sort()[k] ?? Number.NaN;
}

/** The first j of the row for which the predicate holds (it stays true from there on); the row's end if none. */
function firstWhere({ from, to }: Row, holds: (j: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function weightedMedian(items: readonly { readonly value: number; readonly weight: number }[]): number {
  const sorted = [...items].sort((a, b) => a.value - b.value);
  const half = items.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  for (const { value, weight } of sorted) {
    sum += weight;
    if (sum >= half) return value;
  }
  return Number.NaN;
}

/** Below this many pairs forming and sorting them once is cheaper than looking for each rank. */
const FORMED = 250_000;

/** The values of {@link kthOfPairs} by rank, for callers that want several. */
export function orderedPairs(xs: readonly number[], ys: readonly number[], f: Combine): (k: number) => number {
  if (xs.length * ys.length > FORMED) return (k) => kthOfPairs(xs, ys, f, k);
  const all = new Float64Array(xs.length * ys.length);
  let i = 0;
  for (const x of xs) for (const y of ys) all[i++] = f(x, y);
  all.sort();
  return (k) => all[k] ?? Number.NaN;
}
