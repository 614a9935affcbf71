import { baseRules } from '../gate/ruling.ts';
import { UserError } from '../model/diagnostic.ts';
import type { Evidence, RulesText, SideName } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import { completeRules } from '../rules/extend.ts';
import { parseRules } from '../rules/parse.ts';
import type { BaseChoice, RunOptions } from './options.ts';
import { DEFAULT_RULES, rulesOf } from './rules-file.ts';

/** Where the rules come from. */
export interface RulesChoice {
  /** A file that is named must exist. */
  readonly file?: string;
  /**
   * `base`: the base commit's rules judge too (CI), and `file` is relative to the repository's root. `working-tree`: one
   * file alone (a laptop), and `file` is a path as the user typed it.
   */
  readonly from: 'base' | 'working-tree';
  /** Which commit's rules judge where a stored baseline stands for base; HEAD's when absent. */
  readonly base?: BaseChoice;
}

export type ReadFile = Parameters<NonNullable<RunOptions['configure']>>[0];

/** The texts that judge, and how the rules in force say to measure. */
export interface JudgingRules {
  readonly texts: Evidence['rules'];
  readonly measure: Measure;
}

/**
 * The commit whose rules judge though nothing of it is measured. Committed rules judge even where nobody says whose: an
 * edit that is not committed cannot loosen the gate (TRUST rule 3).
 */
export function rulesBaseOf(choice: RulesChoice, base: BaseChoice, baseline: boolean): BaseChoice | undefined {
  if (choice.from !== 'base' || base.by !== 'none' || !baseline) return undefined;
  return choice.base ?? { by: 'ref', ref: 'HEAD' };
}

/**
 * Reads the rules of both sides.
 *
 * @param judgedByBase whether the base commit's rules judge; one that has none has the built-in ones, so that a change
 *   that brings the first file does not judge itself alone
 * @throws UserError when head's rules are wrong, or a file that is named does not exist
 */
export async function readRules(choice: RulesChoice, judgedByBase: boolean, readFile: ReadFile): Promise<JudgingRules> {
  const { file, from } = choice;
  const named = from === 'working-tree' && file !== undefined;
  const head = named ? await rulesOf(file) : await fromTree('head', file, readFile);
  if (file !== undefined && !head)
    throw new UserError(`there is no rules file ${file}`, { example: `rules: ${DEFAULT_RULES}` });
  const builtIn = { file: file ?? DEFAULT_RULES, text: 'version: 1\n' };
  const base = judgedByBase ? ((await fromTree('base', file, readFile)) ?? builtIn) : undefined;
  const texts = { ...(base ? { base } : {}), ...(head ? { head } : {}) };
  if (!base) return { texts, measure: parseRules(head).measure };
  // What is equal judges once, as base's; what differs must be right before anything is built.
  if (JSON.stringify(base) !== JSON.stringify(head)) parseRules(head);
  return { texts, measure: baseRules(base).rules.measure };
}

async function fromTree(side: SideName, file = DEFAULT_RULES, readFile: ReadFile): Promise<RulesText | undefined> {
  const text = await readFile(side, file);
  return text === null ? undefined : completeRules({ file, text }, (path) => readFile(side, path));
}
