import type { Finding } from '../model/finding.ts';
import { aboutSubject } from '../model/finding-of.ts';
import type { RulesChange } from '../model/report.ts';
import type { Rule } from '../model/rules.ts';

/** Id of the check that watches the rules themselves. */
export const RULES_CHANGED = 'rules/changed';

/**
 * A finding for each way in which head's rules are looser than base's (TRUST rule 3). It is a word to the reviewer:
 * base's rules judge as well, so looser rules win nothing in the change that brings them.
 *
 * @param rule the `rules/changed` entry in force at base
 */
export function looserRules(changes: readonly RulesChange[], rule: Rule): readonly Finding[] {
  if (rule.severity === 'off') return [];
  return changes
    .filter((change) => change.looser)
    .map((change) => {
      const text = `${change.check} is looser in this change: ${change.base} → ${change.head}; the base's rules judge too`;
      return aboutSubject(rule, {}, 'fail', text);
    });
}
