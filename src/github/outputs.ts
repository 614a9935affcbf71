import * as core from '@actions/core';
import type { Report } from '../model/report.ts';

/** The action's outputs, all of them (action.yml; a test holds the two together). */
export interface Outputs {
  /** `pass`, `fail`, `inconclusive`; `error` when the gate itself failed, `cancelled` when it was stopped. */
  readonly verdict: string;
  readonly regressions: string;
  readonly escalation: string;
  readonly 'result-path': string;
  readonly 'report-path': string;
  readonly 'comment-url': string;
  readonly 'base-sha': string;
}

/** What stands when nothing else was reached. */
export const NO_OUTPUTS: Outputs = {
  verdict: 'error',
  regressions: '0',
  escalation: '0',
  'result-path': '',
  'report-path': '',
  'comment-url': '',
  'base-sha': '',
};

export function outputsOf(report: Report): Pick<Outputs, 'verdict' | 'regressions' | 'escalation' | 'base-sha'> {
  return {
    verdict: report.verdict,
    regressions: String(report.comparisons.filter((row) => row.status === 'regressed').length),
    escalation: String(report.escalation),
    'base-sha': report.base.sha ?? '',
  };
}

/** Sets every output; the last value of each counts. A runner that takes none (a full disk) is named in the log. */
export function setOutputs(outputs: Outputs): void {
  try {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  } catch (error) {
    core.warning(`the outputs could not be set: ${error instanceof Error ? error.message : String(error)}`);
  }
}
