import type { GcCycle, GcProcess } from '../../model/gctrace.ts';

/** A process whose lines may go on. */
interface Open {
  readonly cycles: GcCycle[];
  missing: number;
  /** When it got its last line, counted in lines of gctrace. */
  touched: number;
}

/** Processes whose next line is looked for. */
const OPEN = 1000;

/** Tells the processes of one log apart by the numbers of their cycles, which go up by one, and their clocks. */
export class Processes {
  readonly #all: Open[] = [];
  #open: Open[] = [];
  #count = 0;

  /** Cycles so far. */
  get count(): number {
    return this.#count;
  }

  add(cycle: GcCycle): void {
    this.#count++;
    const process = this.#processOf(cycle);
    const last = process.cycles.at(-1);
    if (last) process.missing += cycle.number - last.number - 1;
    process.cycles.push(cycle);
    process.touched = this.#count;
  }

  done(): readonly GcProcess[] {
    return this.#all.map(({ cycles, missing }) => ({ cycles, missing }));
  }

  /** The one that this cycle is next of; else, lines being lost, the one that had come nearest; else a new one. */
  #processOf(cycle: GcCycle): Open {
    let best: Open | undefined;
    for (const process of this.#open) {
      const last = process.cycles.at(-1);
      if (!last || last.number >= cycle.number || last.at > cycle.at) continue;
      const nearest = best?.cycles.at(-1)?.number ?? 0;
      if (last.number > nearest || (last.number === nearest && process.touched > (best?.touched ?? 0))) best = process;
    }
    return best ?? this.#begin();
  }

  #begin(): Open {
    const process: Open = { cycles: [], missing: 0, touched: this.#count };
    this.#all.push(process);
    this.#open.push(process);
    // Those that have been silent for longest have ended.
    if (this.#open.length > 2 * OPEN) this.#open = this.#open.sort((a, b) => b.touched - a.touched).slice(0, OPEN);
    return process;
  }
}
