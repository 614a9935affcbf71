import type { Diagnostic } from '../../model/diagnostic.ts';
import { textLines } from '../../wire/lines.ts';
import type { ReadProfile } from '../source.ts';
import { ContentionTables } from './contention-tables.ts';

/** Text beyond this is no profile of a program's locks, and symbols take more memory than their text. */
const LONGEST = 32 * 2 ** 20;

/** `611425880 72 @ 0x4d9c1f 0x4d9c15`: cycles, contentions, return addresses, leaf first. */
const SAMPLE = /^(\d{1,19}) (\d{1,19}) @((?: 0x[0-9a-f]{1,16})*)$/;
/** `#⇥0x4d9c1e⇥sync.(*Mutex).Unlock+0x3e⇥/usr/local/go/src/sync/mutex.go:65`: where a call is, one below its return address. */
const SYMBOL = /^#\t0x([0-9a-f]{1,16})\t+([^\t]+)\+0x[0-9a-f]+\t+([^\t]+):(\d+)$/;
const SETTING = /^(cycles\/second|sampling period)=(\d{1,19})$/;
/** Sections that follow the samples in other writers' files: nothing in them is needed where symbols are in the text. */
const SECTION = /^(?:---|MAPPED_LIBRARIES:)/;

/**
 * Reads the text of a block or mutex profile (debug=1), as runtime/pprof writes it (pprof.go writeProfileInternal). The
 * addresses' symbols come from its comments, which pprof passes over.
 *
 * Values are those of the same profile without debug=1: contentions, and nanoseconds of delay. The `sampling period` of
 * a mutex profile is not applied, since the runtime has done so already (mprof.go saveBlockEventStack, Go 1.20 and
 * later); pprof applies it once more.
 */
export function readContention(text: string, path: string): ReadProfile {
  const diagnostics: Diagnostic[] = [];
  if (text.length > LONGEST) {
    const level = 'error';
    return { profile: null, diagnostics: [{ level, text: 'more than 32 MiB of text', at: { file: path, line: 1 } }] };
  }
  const tables = new ContentionTables(text.length);
  const unread = new Unread();
  let gigahertz = 0;
  for (const { text: written, line } of textLines(text)) {
    const words = written.trimEnd();
    if (line === 1 || words === '') continue;
    if (SECTION.test(words)) break;
    const setting = SETTING.exec(words);
    if (setting?.[1] === 'cycles/second') gigahertz = Number(setting[2]) / 1e9;
    if (!setting && !takes(tables, words, gigahertz)) unread.add(line);
  }
  diagnostics.push(...unread.diagnostics(path));
  if (gigahertz === 0)
    diagnostics.push({ level: 'warning', text: 'no cycles/second: delays are in cycles', at: { file: path, line: 1 } });
  return { profile: tables.profile(), diagnostics };
}

/** @returns false for a line that is nothing of such a profile */
function takes(tables: ContentionTables, words: string, gigahertz: number): boolean {
  if (words.startsWith('#')) {
    const symbol = SYMBOL.exec(words);
    if (symbol) tables.symbol(symbol[1] as string, symbol[2] as string, symbol[3] as string, Number(symbol[4]));
    return true;
  }
  const sample = SAMPLE.exec(words);
  if (!sample) return false;
  const cycles = Number(sample[1]);
  const delay = gigahertz > 0 ? Math.trunc(cycles / gigahertz) : cycles;
  tables.sample(Number(sample[2]), delay, sample[3] as string);
  return true;
}

/** Lines that cannot be read: the first and how many. */
class Unread {
  #first = 0;
  #count = 0;

  add(line: number): void {
    if (this.#count++ === 0) this.#first = line;
  }

  diagnostics(path: string): Diagnostic[] {
    if (this.#count === 0) return [];
    const more = this.#count > 1 ? ` (and ${this.#count - 1} more like this)` : '';
    return [
      { level: 'warning', text: `no line of a block or mutex profile${more}`, at: { file: path, line: this.#first } },
    ];
  }
}
