import { writeFileSync } from 'node:fs';
import * as core from '@actions/core';

/** GitHub shows nothing of a summary above 1 MiB. */
export const SUMMARY_BYTES = 1_000_000;

/**
 * Writes the job summary of this step, in place of what it said before: a gate that is killed leaves its last word.
 *
 * @param file GITHUB_STEP_SUMMARY, which belongs to this step alone; where it is absent (old servers) the text is dropped
 */
export function writeSummary(file: string | undefined, text: string): void {
  if (!file) return;
  try {
    writeFileSync(file, text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    core.warning(`the job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
