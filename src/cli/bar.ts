import type { WriteStream } from 'node:tty';
import type { Progress } from '../run/options.ts';

const WIDTH = 24;
/** Redrawing more often than this shows nothing new and costs time that is measured elsewhere, milliseconds. */
const INTERVAL = 100;

/** Progress for a terminal: one line redrawn in place, removed when the work is done. */
export function barProgress(stream: WriteStream): Progress {
  let text = '';
  let drawn = 0;
  const draw = (line: string) => {
    stream.write(`\r\x1b[2K${line.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
    drawn = Date.now();
  };
  return {
    step(next) {
      text = next;
      draw(text);
    },
    advance(done, total, detail = '') {
      if (Date.now() - drawn < INTERVAL && done < total) return;
      const filled = total > 0 ? Math.round((done / total) * WIDTH) : 0;
      draw(`${text}  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}  ${done}/${total} ${detail}`);
    },
    end: () => draw(''),
  };
}
