import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../gate.ts';
import type { Approval, Evidence, RulesText } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import { readEvidence } from './store/store.ts';

export function isEvidenceFolder(path: string): boolean {
  return existsSync(join(path, 'evidence.json'));
}

/** What may differ when stored evidence is judged again; everything else is in the evidence. */
export interface Again {
  /** Rules of the base commit, fetched by whoever does not trust the evidence's own. */
  readonly rules?: Evidence['rules'];
  readonly approvals?: readonly Approval[];
  readonly now?: string;
}

/** Judges stored evidence; no Go code runs. */
export async function rejudge(dir: string, again: Again = {}): Promise<{ report: Report; evidence: Evidence }> {
  const evidence = { ...(await readEvidence(dir)), ...again };
  return { report: judge(evidence), evidence };
}

/** Judges stored evidence, by the user's rules where they are given. */
export async function judgeStored(dir: string, rules?: RulesText): Promise<Report> {
  return (await rejudge(dir, rules ? { rules: { head: rules } } : {})).report;
}
