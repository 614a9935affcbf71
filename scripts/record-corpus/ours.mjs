// The parts of src/ that the recorder uses, bundled in memory.
import { build, stop } from 'esbuild';

const EXPORTS = `
  export { openToolchain } from './src/run/go/toolchain.ts';
  export { buildRunner, startRunner } from './src/run/process/runner.ts';
  export { onSignals, undoAll, undoLater } from './src/run/cleanup.ts';
  export { allowedCpus } from './src/run/process/affinity.ts';
  export { launch } from './src/plan/launch.ts';
  export { benchPattern } from './src/plan/pattern.ts';
  export { readBench } from './src/sources/bench/read.ts';
  export { median } from './src/stats/median.ts';`;

export async function ourCode() {
  const { outputFiles } = await build({
    stdin: { contents: EXPORTS, resolveDir: new URL('../..', import.meta.url).pathname },
    bundle: true,
    platform: 'node',
    format: 'esm',
    loader: { '.go': 'text' },
    write: false,
    logLevel: 'warning',
  });
  // Its process would go on beside what is measured.
  await stop();
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
