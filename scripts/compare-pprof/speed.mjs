// CPU time and peak memory of whole processes, ours and pprof's in turn.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const RUNS = 9;

/** Seconds of CPU of a command, and the megabytes that it had at most (Linux; looked at every few milliseconds). */
function measure(command, args) {
  return new Promise((done, fail) => {
    // `times` says what the shell's children took: the second line.
    const child = spawn('sh', ['-c', '"$@" >/dev/null 2>&1 || exit; times', 'sh', command, ...args]);
    let text = '';
    let peak = 0;
    const look = setInterval(() => {
      peak = Math.max(peak, peakOfChildren(child.pid));
    }, 5);
    child.stdout.on('data', (data) => {
      text += data;
    });
    child.on('close', (code) => {
      clearInterval(look);
      if (code !== 0) return fail(new Error(`${command} failed`));
      const parts = text.split('\n')[1].matchAll(/(\d+)m([\d.]+)s/g);
      done({ cpu: [...parts].reduce((sum, [, minutes, seconds]) => sum + minutes * 60 + Number(seconds), 0), peak });
    });
  });
}

function peakOfChildren(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const peaks = children.map(
      (child) => /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0,
    );
    return Math.max(0, ...peaks.map((kilobytes) => kilobytes / 1024));
  } catch {
    // It has ended in between, or this is no Linux.
    return 0;
  }
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

export async function printSpeed(pprof, ours, { name, path, size, profile }) {
  const runs = { ours: [], pprof: [] };
  for (let i = 0; i < RUNS; i++) {
    runs.ours.push(await measure(process.execPath, [ours, path]));
    runs.pprof.push(await measure(pprof, ['-symbolize=none', '-top', path]));
  }
  const { samples } = profile;
  console.log(
    `${name}: ${(size / 1e6).toFixed(1)} MB raw, ${samples.count} samples of ${(samples.stack.length / samples.count).toFixed(0)} frames; medians of ${RUNS}`,
  );
  const [a, b] = ['ours', 'pprof'].map((who) => ({
    cpu: median(runs[who].map(({ cpu }) => cpu)),
    peak: median(runs[who].map(({ peak }) => peak)),
  }));
  console.log(`  ours  ${a.cpu.toFixed(2)} s CPU  ${a.peak.toFixed(0)} MB`);
  console.log(
    `  pprof ${b.cpu.toFixed(2)} s CPU  ${b.peak.toFixed(0)} MB   ${(b.cpu / a.cpu).toFixed(1)} times the CPU`,
  );
}
