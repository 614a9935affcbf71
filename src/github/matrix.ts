import { join, resolve } from 'node:path';
import { matrixMarkdown } from '../matrix-report/markdown.ts';
import { matrixText } from '../matrix-report/text.ts';
import { headlineOf } from '../matrix-report/words.ts';
import { MARKDOWN, RESULT } from '../run/matrix/files.ts';
import { gcMatrix } from '../run/matrix/matrix.ts';
import { DEFAULTS } from '../run/matrix/options.ts';
import { linesProgress } from '../run/progress.ts';
import { escapeMarkdown } from '../wire/escape.ts';
import { refusePrivileged } from './event.ts';
import type { Inputs } from './inputs.ts';
import { say, sayForeign } from './log.ts';
import { outOf } from './measure.ts';
import type { Runner } from './runner.ts';
import type { Session } from './session.ts';
import { SUMMARY_BYTES } from './summary.ts';

/**
 * The command gc-matrix: runs the experiment on the checkout and tells its result in the log, in the summary and by the
 * outputs. It compares settings, not commits, so nothing regresses: only an experiment that did not get to its end can
 * fail the job, and only where `on-inconclusive` says so.
 *
 * @returns the exit status
 */
export async function runMatrix(inputs: Inputs, runner: Runner, session: Session): Promise<number> {
  refusePrivileged(runner.event);
  const out = outOf(inputs, runner, 'go-perf-gate-matrix');
  const progress = linesProgress(say);
  const report = await gcMatrix(optionsOf(inputs, runner, out), progress);
  progress.end();
  const complete = report.status === 'complete';
  session.set({
    verdict: complete ? 'pass' : 'inconclusive',
    'result-path': join(out, RESULT),
    'report-path': join(out, MARKDOWN),
  });
  session.summarize(fitting(matrixMarkdown(report), headlineOf(report), out));
  sayForeign(matrixText(report));
  if (complete || inputs.onInconclusive !== 'fail') return 0;
  session.notice('an experiment that is not complete fails the job (on-inconclusive: fail)');
  return 1;
}

function optionsOf(inputs: Inputs, runner: Runner, out: string) {
  const { axes, rounds, benchtime = DEFAULTS.benchtime } = inputs.matrix;
  return {
    dir: resolve(runner.workspace, inputs.workingDirectory),
    packages: inputs.packages.length > 0 ? inputs.packages : DEFAULTS.packages,
    bench: inputs.bench || DEFAULTS.bench,
    axes,
    ...(rounds === undefined ? {} : { rounds }),
    benchtime,
    affinity: inputs.affinity,
    tags: inputs.tags,
    buildFlags: inputs.buildFlags,
    env: inputs.env,
    setup: inputs.setup,
    budget: inputs.budget ?? DEFAULTS.budget,
    out,
    restart: false,
  };
}

/** GitHub shows nothing of a summary that is too large. */
function fitting(markdown: string, headline: string, out: string): string {
  if (Buffer.byteLength(markdown) <= SUMMARY_BYTES) return markdown;
  return `### ${escapeMarkdown(headline)}\n\nThe report is too large to be shown here: it stands in ${escapeMarkdown(join(out, MARKDOWN))}.`;
}
