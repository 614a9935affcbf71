import type { Escalation, Verdict } from '../model/report.ts';
import { doubts } from './doubts.ts';
import { escalation } from './escalation.ts';
import { failureReason, passReason } from './reason.ts';
import type { Situation } from './situation.ts';

export interface Decision {
  readonly verdict: Verdict;
  /** One sentence or more: what the verdict rests on. Holds names from the code under test: foreign text. */
  readonly reason: string;
  readonly escalation: Escalation;
}

/**
 * The verdict, by the table of the product: an `error` finding fails; else anything that should have been judged and
 * could not be is inconclusive; else it passes, and says on what grounds.
 */
export function decide(situation: Situation): Decision {
  const { findings, rows } = situation;
  const level = escalation(findings, rows);
  const failing = findings.filter((f) => f.status === 'fail' && f.severity === 'error');
  if (failing.length > 0) return { verdict: 'fail', reason: failureReason(failing), escalation: level };
  const open = doubts(situation);
  if (open.length > 0) return { verdict: 'inconclusive', reason: open.join(' '), escalation: level };
  return { verdict: 'pass', reason: passReason(situation), escalation: level };
}
