import { MAX_KEPT, Steps } from './steps.ts';

/** Lowered so often, a share is as good as 0; below, it is taken off as often as Go does, to the last bit. */
const FEW = 64;

/**
 * The lowest mean of a step function (0 … 1) over all windows of given widths, computed as it comes: the minimum is where
 * either edge of the window meets a change (internal/trace, bandMMU), so each change is looked at once as a right and once
 * as a left edge. Of the changes only those within the widest window are kept.
 *
 * Until {@link settle} nothing is looked at: what is found out late about the beginning can still be taken off.
 */
export class MinimumUtilisation {
  private readonly steps = new Steps();
  private readonly widths: readonly number[];
  /** Per width: the first change that no window began at yet; the lowest mean; whether it is still looked for. */
  private readonly next: Float64Array;
  private readonly lowest: Float64Array;
  private readonly alive: boolean[];
  private start = Number.NaN;
  private latest = Number.NaN;
  private summed = 0;
  private settled = false;
  /** Steps up to which a processor's share is to be taken off, and the shares from when on. */
  private readonly late: number[] = [];
  private readonly shares: { readonly time: number; readonly share: number }[] = [];
  private results: readonly (number | null)[] | null = null;

  /** @param widths ns, narrowest first */
  constructor(widths: readonly number[]) {
    this.widths = widths;
    this.next = new Float64Array(widths.length);
    this.lowest = new Float64Array(widths.length).fill(1);
    this.alive = widths.map(() => true);
  }

  /** What one processor is worth from now on; only of interest until settled. */
  share(time: number, share: number): void {
    if (!this.settled) this.shares.push({ time, share });
  }

  /** From `time` on it is `value`. Times never decrease; of several at one time the lowest counts. */
  change(time: number, value: number): void {
    if (value === this.latest) return;
    const { steps } = this;
    if (steps.end === 0) this.start = time;
    else if (time === steps.time(steps.end - 1)) {
      if (value < steps.value(steps.end - 1)) this.replace(value);
      return;
    }
    this.latest = value;
    steps.push(time, value);
    if (this.settled) this.lookAtAll();
    else if (steps.kept >= MAX_KEPT) this.settle();
  }

  private replace(value: number): void {
    this.steps.setValue(this.steps.end - 1, value);
    this.latest = value;
  }

  /** One processor was taken away ever since the beginning, as is found out only now. */
  lower(): void {
    if (this.settled || this.steps.end === 0) return;
    this.late.push(this.steps.end - 1);
    this.latest = Number.NaN;
  }

  /** Nothing about the past will be found out any more. */
  settle(): void {
    if (this.settled) return;
    this.settled = true;
    this.takeOff();
    this.lookAtAll();
  }

  private takeOff(): void {
    let times = 0;
    let part = this.shares.length - 1;
    for (let step = this.steps.end - 1; step >= this.steps.first; step--) {
      for (; this.late.at(-1) === step; this.late.pop()) times++;
      while (part > 0 && (this.shares[part]?.time ?? 0) >= this.steps.time(step)) part--;
      if (times > 0) this.steps.setValue(step, less(this.steps.value(step), times, this.shares[part]?.share ?? 0));
    }
  }

  /**
   * The trace is over.
   *
   * @param cut whether the function ends where it became 0, if it is 0 now: as internal/trace has it
   */
  finish(time: number, cut: boolean): void {
    this.settle();
    const { steps } = this;
    if (steps.end > 0 && time > steps.time(steps.end - 1) && !(cut && this.latest === 0)) {
      steps.push(time, 0);
      this.lookAtAll();
    }
    this.results = this.widths.map((width, i) => (this.alive[i] ? this.result(width, i) : null));
  }

  /** By width: the lowest mean, or that of everything where the window is wider; null where there is none. */
  minima(): readonly (number | null)[] {
    return this.results ?? this.widths.map(() => null);
  }

  private result(width: number, i: number): number | null {
    const { steps } = this;
    if (steps.end === 0) return null;
    const duration = steps.time(steps.end - 1) - this.start;
    if (duration >= width) return this.lowest[i] as number;
    return duration > 0 ? Math.min(1, steps.sum(steps.end - 1) / duration) : null;
  }

  private lookAtAll(): void {
    const { steps } = this;
    for (; this.summed < steps.end; this.summed++) {
      steps.sumUp(this.summed);
      for (let i = 0; i < this.widths.length; i++) if (this.alive[i]) this.lookAt(this.summed, i);
    }
    this.forget();
  }

  /** All windows of one width whose right edge lies after the step before and up to this one, and that matter. */
  private lookAt(step: number, i: number): void {
    const { steps } = this;
    const width = this.widths[i] as number;
    const left = steps.time(step) - width;
    let next = this.next[i] as number;
    for (; next < step && steps.time(next) <= left; next++) {
      const right = steps.time(next) + width;
      const upTo = right === steps.time(step) ? steps.sum(step) : steps.integral(step - 1, right);
      this.take(i, (upTo - steps.sum(next)) / width);
    }
    this.next[i] = next;
    if (next > 0 && steps.time(next - 1) < left)
      this.take(i, (steps.sum(step) - steps.integral(next - 1, left)) / width);
  }

  private take(i: number, mean: number): void {
    if (mean < (this.lowest[i] as number)) this.lowest[i] = mean;
  }

  /** Lets go of what no window will reach; and of the widest window, where it holds too much. */
  private forget(): void {
    const { steps } = this;
    let needed = steps.end - 1;
    for (let i = 0; i < this.widths.length; i++)
      if (this.alive[i]) needed = Math.min(needed, (this.next[i] as number) - 1);
    steps.first = Math.max(steps.first, needed);
    const widest = this.alive.lastIndexOf(true);
    if (steps.kept < MAX_KEPT || widest < 0) return;
    this.alive[widest] = false;
    this.forget();
  }
}

function less(value: number, times: number, share: number): number {
  let left = value;
  if (times > FEW) left -= share * times;
  else for (let i = 0; i < times; i++) left -= share;
  return Math.max(0, left);
}
