import * as core from '@actions/core';
import { UserError } from '../model/diagnostic.ts';
import { VERSION } from '../model/version.ts';
import { codeBlock, escapeMarkdown } from '../wire/escape.ts';
import { sayForeign } from './log.ts';
import type { Session } from './session.ts';

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
  const { file, line, column } = error.at ?? {};
  const place = {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  };
  core.error(error.shown, { title: 'go-perf-gate cannot run', ...place });
  session.summarize(`### ⛔ The performance gate cannot run\n\n${codeBlock(error.shown)}`);
}

function failForUs(error: unknown, session: Session): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const headline = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  sayForeign(stack);
  core.error(`go-perf-gate ${VERSION} failed: ${headline}; this is a bug of ours, ${ISSUES}`, {
    title: 'go-perf-gate failed',
  });
  session.summarize(
    `### ⛔ The performance gate failed\n\n${escapeMarkdown(headline)}\n\nThis is a bug of go-perf-gate ${VERSION}: ${ISSUES}.`,
  );
}
