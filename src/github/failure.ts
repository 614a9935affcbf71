import * as core from '@actions/core';
import { UserError } from '../model/diagnostic.ts';
import { UserErrors } from '../model/user-errors.ts';
import { VERSION } from '../model/version.ts';
import { codeBlock, escapeLog, escapeMarkdown } from '../wire/escape.ts';
import { sayForeign } from './log.ts';
import type { Session } from './session.ts';

/** GitHub shows ten errors of a step. */
const ANNOTATIONS = 10;
const ISSUES = 'please report it with the log of this step';

/**
 * Ends the step that could not do its work: the user's mistake with its position and an example of the fix, our own
 * with its stack in the log.
 *
 * @returns the exit status
 */
export function fail(error: unknown, session: Session): number {
  if (error instanceof UserError) failForUser(error, session);
  else failForUs(error, session);
  return 1;
}

function failForUser(error: UserError, session: Session): void {
  const errors = error instanceof UserErrors ? error.errors : [error];
  for (const each of errors.slice(0, ANNOTATIONS)) annotate(each);
  session.summarize(`### ⛔ The performance gate cannot run\n\n${codeBlock(error.shown)}`);
}

function annotate(error: UserError): void {
  const { file, line, column } = error.at ?? {};
  core.error(escapeLog(error.shown), {
    title: 'go-perf-gate cannot run',
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  });
}

function failForUs(error: unknown, session: Session): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const headline = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  sayForeign(stack);
  core.error(`go-perf-gate ${VERSION} failed: ${escapeLog(headline)}; this is a bug of ours, ${ISSUES}`, {
    title: 'go-perf-gate failed',
  });
  session.summarize(
    `### ⛔ The performance gate failed\n\n${escapeMarkdown(headline)}\n\nThis is a bug of go-perf-gate ${VERSION}: ${ISSUES}.`,
  );
}
