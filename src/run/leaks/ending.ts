import { formatDuration } from '../../model/format.ts';
import { lastWords } from '../process/last-words.ts';
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
