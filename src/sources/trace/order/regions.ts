import { grown } from '../grow.ts';

/** User regions that are open: a stack for each goroutine, whose innermost region's number the goroutine has. */
export class Regions {
  #task = new Float64Array(16);
  #name = new Int32Array(16);
  #outer = new Int32Array(16);
  #size = 0;
  #free = -1;

  /** Opens a region within `outer` (or −1). @returns its number */
  open(task: number, name: number, outer: number): number {
    const region = this.#free >= 0 ? this.#free : this.#extend();
    if (region === this.#free) this.#free = this.#outer[region] as number;
    this.#task[region] = task;
    this.#name[region] = name;
    this.#outer[region] = outer;
    return region;
  }

  is(region: number, task: number, name: number): boolean {
    return this.#task[region] === task && this.#name[region] === name;
  }

  /** Closes a region. @returns the one around it, or −1 */
  close(region: number): number {
    const outer = this.#outer[region] as number;
    this.#outer[region] = this.#free;
    this.#free = region;
    return outer;
  }

  /** Closes a region and all around it. */
  closeAll(region: number): void {
    for (let open = region; open >= 0; ) open = this.close(open);
  }

  #extend(): number {
    const size = this.#size + 1;
    this.#task = grown(this.#task, size - 1);
    this.#name = grown(this.#name, size - 1);
    this.#outer = grown(this.#outer, size - 1);
    return this.#size++;
  }
}
