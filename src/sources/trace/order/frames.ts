import { TraceError } from '../../../wire/trace/error.ts';
import { grown } from '../grow.ts';
import { IdTable } from './id-table.ts';
import type { NumberMap } from './number-map.ts';
import type { TextTable } from './texts.ts';

/** Different frames and different stacks of one generation, at most. */
const MOST = 1024 * 1024;

/**
 * Stacks of one generation while it is read: rows of frames, whose texts may come after them. Frames are the same where
 * the program counter is: the first one holds, as in Go's reader.
 */
export class GenerationFrames {
  #pc = new Float64Array(256);
  #name = new Float64Array(256);
  #file = new Float64Array(256);
  #line = new Float64Array(256);
  readonly #frames = new IdTable();
  #frameCount = 0;
  /** Frames of all stacks, one stack after the other. */
  #rows = new Int32Array(1024);
  #starts = new Int32Array(256);
  /** Where each stack stands in the file. */
  #offsets = new Float64Array(256);
  #stackCount = 0;

  /** Keeps a stack. @returns its number among those of the generation */
  add(frames: Float64Array, count: number, at: number): number {
    const stack = this.#stackCount++;
    if (stack >= MOST) throw new TraceError(`more than ${MOST} stacks in one generation`, at);
    const start = this.#starts[stack] as number;
    this.#starts = grown(this.#starts, stack + 1);
    this.#offsets = grown(this.#offsets, stack);
    this.#rows = grown(this.#rows, start + count - 1);
    this.#offsets[stack] = at;
    for (let i = 0; i < count; i++) this.#rows[start + i] = this.#frame(frames, 4 * i, at);
    this.#starts[stack + 1] = start + count;
    return stack;
  }

  #frame(frames: Float64Array, at: number, offset: number): number {
    const pc = frames[at] as number;
    const known = this.#frames.get(pc, this.#pc);
    if (known >= 0) return known;
    const frame = this.#frameCount++;
    if (frame >= MOST) throw new TraceError(`more than ${MOST} program counters in one generation`, offset);
    this.#pc = grown(this.#pc, frame);
    this.#name = grown(this.#name, frame);
    this.#file = grown(this.#file, frame);
    this.#line = grown(this.#line, frame);
    this.#pc[frame] = pc;
    this.#name[frame] = frames[at + 1] as number;
    this.#file[frame] = frames[at + 2] as number;
    this.#line[frame] = frames[at + 3] as number;
    this.#frames.add(pc, frame, this.#pc);
    return frame;
  }

  /** The numbers of the stacks among those of the whole trace. @throws TraceError where a frame names no text */
  resolve(strings: NumberMap, texts: TextTable): Int32Array {
    const frames = new Int32Array(this.#frameCount);
    for (let frame = 0; frame < frames.length; frame++) frames[frame] = this.#resolveFrame(frame, strings, texts);
    const stacks = new Int32Array(this.#stackCount);
    let row = new Int32Array(128);
    for (let stack = 0; stack < stacks.length; stack++) {
      const start = this.#starts[stack] as number;
      const length = (this.#starts[stack + 1] as number) - start;
      row = grown(row, length - 1);
      for (let i = 0; i < length; i++) {
        row[i] = frames[this.#rows[start + i] as number] as number;
        if (row[i] === -1)
          throw new TraceError('a stack names a text that is not there', this.#offsets[stack] as number);
      }
      stacks[stack] = texts.internStack(row, length);
    }
    return stacks;
  }

  /** −1 where a text is not there. */
  #resolveFrame(frame: number, strings: NumberMap, texts: TextTable): number {
    const name = strings.get(this.#name[frame] as number);
    const file = strings.get(this.#file[frame] as number);
    if (name < 0 || file < 0) return -1;
    return texts.internFrame(name, file, Math.min(this.#line[frame] as number, 0x7fffffff));
  }
}
