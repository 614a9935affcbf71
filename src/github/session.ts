import * as core from '@actions/core';
import { escapeLog, escapeMarkdown } from '../wire/escape.ts';
import { NO_OUTPUTS, type Outputs, setOutputs } from './outputs.ts';
import type { Environment } from './runner.ts';
import { writeSummary } from './summary.ts';

/**
 * What this step has told the job so far. Outputs and summary are set from the first moment on and replaced as more is
 * known, so that every way out, a kill included, leaves all of them behind (TRUST rule 7).
 */
export class Session {
  readonly #summaryFile: string | undefined;
  #outputs: Outputs = NO_OUTPUTS;
  #summary = '';
  readonly #notices: string[] = [];

  constructor(env: Environment) {
    this.#summaryFile = env.GITHUB_STEP_SUMMARY;
    this.set({});
    this.summarize(
      '### ⛔ The performance gate ended before it had a verdict\n\nThe log of this step has the last it said.',
    );
  }

  get outputs(): Outputs {
    return this.#outputs;
  }

  /** Sets outputs; those not given stay as they are. */
  set(outputs: Partial<Outputs>): void {
    this.#outputs = { ...this.#outputs, ...outputs };
    setOutputs(this.#outputs);
  }

  /** Markdown for the job summary, in place of what it said; notices stand below it. */
  summarize(markdown: string): void {
    this.#summary = markdown;
    this.#write();
  }

  /** Something that does not change the verdict and that nobody should miss: in the log and in the summary. */
  notice(text: string): void {
    core.notice(escapeLog(text), { title: 'go-perf-gate' });
    this.#notices.push(text);
    this.#write();
  }

  /** The job is being stopped: says so, unless there is a verdict already. */
  cancelled(): void {
    if (this.#outputs.verdict !== NO_OUTPUTS.verdict) return;
    this.set({ verdict: 'cancelled' });
    this.summarize('### ⛔ The performance gate was cancelled\n\nThere is no verdict. Run the job again.');
  }

  #write(): void {
    const notices = this.#notices.map((text) => `> **Note:** ${escapeMarkdown(text)}\n`).join('\n');
    writeSummary(this.#summaryFile, notices ? `${this.#summary}\n\n${notices}` : this.#summary);
  }
}
