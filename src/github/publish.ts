import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../model/report.ts';
import { annotations } from '../reporters/annotations.ts';
import { markdown } from '../reporters/markdown/markdown.ts';
import { text } from '../reporters/text/text.ts';
import { createClient, reasonOf, statusOf, withDeadline } from './client.ts';
import { type CommentOutcome, type Draft, publishComment } from './comment.ts';
import { decideJob, wantsComment } from './decide.ts';
import { measuringRun } from './event.ts';
import type { Inputs } from './inputs.ts';
import type { Judged } from './judged.ts';
import { say, sayForeign } from './log.ts';
import { outputsOf } from './outputs.ts';
import type { Pull } from './pull.ts';
import { blobUrl, eventOf, type Runner, runUrl } from './runner.ts';
import type { Session } from './session.ts';
import { SUMMARY_BYTES } from './summary.ts';

/** GitHub takes 65,536 characters; bytes are counted, and room is left for the marker. */
const COMMENT_BYTES = 60_000 - 300;
/** Room below the summary's report for notices. */
const NOTICE_BYTES = 20_000;
/** Seconds for everything that the comment asks of GitHub. */
const DEADLINE = 60;

/**
 * Tells the result: outputs, files, summary, log, annotations, comment. Whatever of it fails is noted where it can
 * still be read, and changes nothing about the verdict (TRUST rule 2).
 *
 * @returns the exit status
 */
export async function publish(judged: Judged, inputs: Inputs, runner: Runner, session: Session): Promise<number> {
  const { report, out, pull } = judged;
  const links = { runUrl: runUrl(runner), blobUrl: blobUrl(runner, pull?.headSha ?? report.head.sha ?? runner.sha) };
  const full = markdown.render(report, { ...links, maxBytes: SUMMARY_BYTES - NOTICE_BYTES });
  session.set({ ...outputsOf(report), 'result-path': join(out, 'result.json') });
  session.summarize(full);
  sayForeign(text.render(report));
  await keep(join(out, 'report.md'), full, session);
  const status = conclude(report, inputs, session);
  if (pull)
    await comment(
      judged,
      pull,
      markdown.render(report, { ...links, maxBytes: COMMENT_BYTES }),
      inputs,
      runner,
      session,
    );
  return status;
}

async function keep(file: string, markdown: string, session: Session): Promise<void> {
  try {
    await writeFile(file, markdown);
    session.set({ 'report-path': file });
  } catch (error) {
    session.notice(`The report could not be stored: ${reasonOf(error)}.`);
  }
}

/** The annotations say what is wrong; whether the job fails for it is the inputs' matter. */
function conclude(report: Report, inputs: Inputs, session: Session): number {
  const annotated = annotations.render(report);
  // `on-inconclusive: pass` leaves it to the summary.
  if (report.verdict !== 'inconclusive' || inputs.onInconclusive !== 'pass') process.stdout.write(annotated);
  const job = decideJob(report, inputs);
  if (job.because) session.notice(job.because);
  return job.result === 'failure' ? 1 : 0;
}

async function comment(
  judged: Judged,
  pull: Pull,
  body: string,
  inputs: Inputs,
  runner: Runner,
  session: Session,
): Promise<void> {
  if (inputs.comment === 'never') return;
  if (!inputs.token) return session.notice('There is no comment: the input github-token is empty.');
  const run = measuringRun(eventOf(runner), { id: runner.runId, attempt: runner.attempt });
  const draft: Draft = {
    key: inputs.commentKey,
    stamp: { run: run.id, attempt: run.attempt, at: judged.now, sha: pull.headSha },
    text: body,
    create: wantsComment(inputs.comment, judged.report),
  };
  try {
    const { action, url } = await write(draft, pull, inputs, runner);
    session.set({ 'comment-url': url });
    say(`comment: ${action} ${url}`);
  } catch (error) {
    session.notice(
      `The comment could not be written: ${whyNot(error)} The verdict stands, and this summary says all of it.`,
    );
  }
}

function write(draft: Draft, pull: Pull, inputs: Inputs, runner: Runner): Promise<CommentOutcome> {
  return withDeadline(DEADLINE, (signal) => {
    const client = createClient({ token: inputs.token, apiUrl: runner.apiUrl, signal });
    return publishComment({ client, owner: runner.owner, repo: runner.repo, number: pull.number }, draft);
  });
}

function whyNot(error: unknown): string {
  const reason = reasonOf(error);
  if (statusOf(error) !== 403 && statusOf(error) !== 401) return `${reason}.`;
  return `the token may not write here, as for pull requests from forks (${reason}); "permissions: { pull-requests: write }", or the two-stage workflow of docs/action.md, lets it.`;
}
