import { relative } from 'node:path';
import type { Place } from '../../leaks/run.ts';
import { isRuntime } from '../../sources/goroutines/dump.ts';
import type { Module } from '../go/modules.ts';

/** A frame as profiles and dumps have it. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** Whose code a frame is: `ours` is what go-perf-gate added. */
type Owner = 'program' | 'library' | 'testing' | 'ours';

/**
 * What the runtime allocates for itself in the middle of the program's code, and keeps in caches of its own: waiters,
 * goroutines, threads.
 */
const RUNTIMES_OWN = /^runtime\.(acquireSudog|malg|newproc1?|allocm|mcommoninit|newm|startm|gcStart|gcAssistAlloc)\b/;

/** Tells the frames of the program from those of the library, and names places relative to the repository. */
export class Places {
  readonly #root: string;
  readonly #modules: readonly string[];
  readonly #goroot: string;

  /** @param root the checkout, as its files are named in profiles */
  constructor(root: string, goroot: string, modules: readonly Module[]) {
    this.#root = root;
    this.#goroot = goroot;
    this.#modules = modules.map(({ path }) => path);
  }

  /**
   * The innermost frame of the program; where there is none (a library's own goroutine) the innermost at all. Foreign is
   * what neither has: the testing package's own, the runtime's.
   *
   * @param frames innermost first, not empty
   */
  of(frames: readonly Frame[]): { place: Place; through: string | null; foreign: boolean } {
    const first = Math.max(
      0,
      frames.findIndex((frame) => !isRuntime(frame)),
    );
    const at = frames.findIndex((frame) => this.#owner(frame) === 'program');
    const frame = frames[at < 0 ? first : at] as Frame;
    const through = at > first ? (frames[first] as Frame).function : null;
    if (frames.slice(0, first).some(({ function: name }) => RUNTIMES_OWN.test(name)))
      return { place: this.place(frame), through, foreign: true };
    const foreign = at < 0 && (frames.some((f) => this.#owner(f) === 'testing') || frames.every(isRuntime));
    return { place: this.place(frame), through, foreign };
  }

  place({ function: name, file, line }: Frame): Place {
    const inside = relative(this.#root, file);
    return { function: unescaped(name), file: file !== '' && !inside.startsWith('..') ? inside : file, line };
  }

  isOurs(frames: readonly Frame[]): boolean {
    return frames.some((frame) => this.#owner(frame) === 'ours');
  }

  #owner(frame: Frame): Owner {
    const name = unescaped(frame.function);
    if (name.includes('/goperfgateleaks')) return 'ours';
    if (this.#modules.some((path) => name.startsWith(path) && /^[./_]/.test(name.slice(path.length)))) return 'program';
    if (name.startsWith('testing.')) return 'testing';
    const [first = ''] = name.split('/');
    // Import paths of other modules begin with a domain; those of the library never have a dot before the first slash.
    const foreign = name.includes('/') && first.includes('.');
    return foreign && !frame.file.startsWith(`${this.#goroot}/`) ? 'program' : 'library';
  }
}

/** Symbols have dots of the last element of an import path escaped (cmd/internal/objabi.PathToPrefix). */
function unescaped(name: string): string {
  return name.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
