import { formatDuration } from '../../model/format.ts';
import type { LeakProcess } from './process.ts';

/** How a process came to a bad end, as the rest of a sentence; null for a good one. */
export function endingOf({ answer, stdout, stderr }: LeakProcess): string | null {
  switch (answer.ending) {
    case 'ok':
      return null;
    case 'timeout':
      return `did not end within ${formatDuration(answer.wall)}`;
    case 'output':
      return 'printed too much';
    case 'not-started':
      return `could not be started: ${answer.error ?? ''}`;
    case 'signal':
      return `was killed by ${answer.signal ?? 'a signal'}${answer.signal === 'SIGKILL' ? ', as the kernel does when memory runs out' : ''}`;
    case 'exit':
      return `ended with status ${answer.exit}: ${lastWords(stdout, stderr)}`;
  }
}

/** What a Go program that fails says first: the panic, the runtime's fatal error, or the benchmark's own message. */
function lastWords(stdout: string, stderr: string): string {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /^(panic:|fatal error:|runtime: out of memory)/.test(line));
  const failed = lines.findIndex((line) => line.startsWith('--- FAIL'));
  return (
    telling ?? (failed >= 0 ? (lines.slice(failed + 1).find(Boolean) ?? '') : (lines.findLast(Boolean) ?? 'no message'))
  );
}
