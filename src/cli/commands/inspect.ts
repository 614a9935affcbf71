import { writeFileSync } from 'node:fs';
import { UserError } from '../../model/diagnostic.ts';
import { filesOf } from '../../run/files.ts';
import { STANDARD_INPUT } from '../../run/open-evidence.ts';
import type { Command } from '../command.ts';
import { type Ask, askOf, type ExportForm, PROFILE_OPTIONS } from '../inspect/ask.ts';
import { type Base, readBase } from '../inspect/compared.ts';
import { exported, exportedTimeline } from '../inspect/export.ts';
import { jsonOf } from '../inspect/json.ts';
import { type Inspected, inspectAll, profileOf } from '../inspect/load.ts';
import { textOf } from '../inspect/text.ts';
import type { Terminal } from '../terminal.ts';

/** Says what files hold; the kind is detected from the content. Of profiles it shows and exports what pprof shows. */
export const inspect: Command = {
  name: 'inspect',
  about:
    'say what files hold: the kind is detected from the content; profiles are ranked, compared, drawn and exported',
  operands: 'FILE…',
  arity: [1, Number.POSITIVE_INFINITY],
  options: { json: { about: 'print JSON (schema go-perf-gate/inspect@1)' }, ...PROFILE_OPTIONS },
  examples: [
    'go-perf-gate inspect bench.txt',
    'go test -bench . ./... > bench.txt; go-perf-gate inspect --json bench.txt',
    'go-perf-gate inspect --top 20 --cum cpu.pprof',
    'go-perf-gate inspect --diff-base old.pprof --sample alloc_space new.pprof',
    'go-perf-gate inspect --export svg --output cpu.svg cpu.pprof',
    'go-perf-gate inspect --export svg --output diff.svg --diff-base old.pprof --operations 1000,1200 new.pprof',
    'go-perf-gate inspect --export timeline --output trace.html trace.out',
  ],
  async run(args, terminal) {
    const ask = askOf(args);
    const files = await inspectAll(args.positionals.flatMap(pathsOf), ask);
    const base = await readBase(ask);
    if (ask.form) return exportOne(ask.form, files, ask, base, terminal);
    terminal.out(ask.json ? jsonOf(files, ask, base) : files.map((file) => textOf(file, ask, base)).join('\n'));
    return files.every(({ inspection }) => isRead(inspection)) ? 0 : 3;
  },
};

/** The files that an operand names; `-` is the standard input. */
function pathsOf(path: string): readonly string[] {
  return path === STANDARD_INPUT ? [path] : filesOf(path);
}

/** Whether a file is of a kind that we know and, where it is a profile or a trace, could be read. */
function isRead({ kind, profile, trace }: Inspected['inspection']): boolean {
  if (kind === 'pprof') return profile !== undefined;
  return kind === 'trace' ? trace !== undefined : kind !== 'unknown';
}

function exportOne(
  form: ExportForm,
  files: readonly Inspected[],
  ask: Ask,
  base: Base | undefined,
  terminal: Terminal,
): number {
  const [file, ...others] = files;
  if (!file || others.length > 0)
    throw new UserError(`--export takes one ${form === 'timeline' ? 'trace' : 'profile'}, not ${files.length}`, {
      example:
        form === 'timeline'
          ? 'go-perf-gate inspect --export timeline --output trace.html trace.out'
          : `go-perf-gate inspect --merge --export ${form} --output all.out a.pprof b.pprof`,
    });
  const { content, warnings } =
    form === 'timeline'
      ? exportedTimeline(file.inspection)
      : exported(form, profileOf(file.inspection, '--export'), file.file.path, ask, base);
  for (const warning of warnings) terminal.err(`warning: ${warning}\n`);
  write(content, ask, terminal);
  return 0;
}

function write(content: string | Uint8Array, { output }: Ask, terminal: Terminal): void {
  if (output !== undefined) {
    writeInto(output, content);
    terminal.err(`wrote ${output}\n`);
  } else if (typeof content === 'string') terminal.out(content);
  else
    throw new UserError('--export pprof writes bytes: name a file', {
      example: 'go-perf-gate inspect --export pprof --output merged.pb.gz --merge a.pprof b.pprof',
    });
}

function writeInto(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new UserError(`cannot be written: ${error instanceof Error ? error.message : error}`, { at: { file: path } });
  }
}
