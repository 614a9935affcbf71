import type { RulesChange } from '../model/report.ts';
import type { Rules } from '../model/rules.ts';
import { compareChecks } from './ratchet-checks.ts';
import { compareSettings } from './ratchet-settings.ts';
import { compareWaivers } from './ratchet-waivers.ts';

/**
 * How the rules of head differ from those of base, and whether anything became looser (TRUST rule 3: a change must not
 * loosen the rules that it is judged by unseen). In doubt a change is called looser: both sets judge anyway, so that
 * costs a warning and hides nothing.
 */
export function compareRules(base: Rules, head: Rules): readonly RulesChange[] {
  return [
    ...compareChecks(base.checks, head.checks),
    ...compareSettings(base, head),
    ...compareWaivers(base.waivers, head.waivers),
  ];
}
