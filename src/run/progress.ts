import type { Progress } from './options.ts';

/** Progress for logs: one line a step, and one when it is done, with its time. */
export function linesProgress(write: (line: string) => void, now: () => number = Date.now): Progress {
  let current: { text: string; since: number; total: number } | null = null;
  const finish = () => {
    if (!current) return;
    const count = current.total > 0 ? `${current.total} done, ` : '';
    write(`  ${count}${((now() - current.since) / 1000).toFixed(1)} s`);
    current = null;
  };
  return {
    step(text) {
      finish();
      current = { text, since: now(), total: 0 };
      write(`${text} …`);
    },
    advance(done) {
      if (current) current.total = done;
    },
    end: finish,
  };
}
