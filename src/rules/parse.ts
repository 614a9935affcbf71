import { UserError } from '../model/diagnostic.ts';
import type { RulesText } from '../model/evidence.ts';
import type { JudgeSettings, Measure, Rules, Waiver } from '../model/rules.ts';
import { tidyUnit } from '../model/unit.ts';
import { throwErrors } from '../model/user-errors.ts';
import { BUILT_IN } from './builtin.ts';
import { rulesOfFiles, whereOf } from './entries.ts';
import { chainOf } from './extend.ts';
import { type ReadFile, readRulesFile } from './file.ts';
import { parseLimit } from './limits.ts';
import type { WaiverEntry } from './schema.ts';

/**
 * The effective rules: those of a text, on top of what it extends (the built-in default unless it says otherwise).
 * Without a text, the built-in default alone. `measure` and `judge` always begin with the default's.
 *
 * @param text with the texts of extended files, where there are any (`completeRules`)
 * @throws UserErrors with every mistake of every file, each with file, line, column and an example of the fix
 */
export function parseRules(text: RulesText = BUILT_IN.default): Rules {
  const { files, errors } = chainOf(text);
  const checks = rulesOfFiles(files);
  const waivers = waiversOfFiles(files);
  throwErrors([...errors, ...checks.errors, ...waivers.errors]);
  const settings = [readRulesFile(BUILT_IN.default), ...files];
  return {
    version: 1,
    measure: measureOf(settings),
    judge: judgeOf(settings),
    checks: checks.rules,
    units: Object.assign({}, ...files.map(({ content }) => unitsOf(content.units ?? {}))),
    waivers: waivers.waivers,
  };
}

/** The last word on each setting. */
function measureOf(files: readonly ReadFile[]): Measure {
  const all = files.map(({ content }) => content.measure ?? {});
  const rounds = all.map((m) => m.rounds ?? {});
  return {
    packages: last(all.map((m) => m.packages)),
    bench: last(all.map((m) => m.bench)),
    budget: last(all.map((m) => m.budget)),
    cpu: all.findLast((m) => m.cpu)?.cpu ?? [],
    benchtime: last(all.map((m) => m.benchtime)),
    rounds: { screen: last(rounds.map((r) => r.screen)), confirm: last(rounds.map((r) => r.confirm)) },
    profile: last(all.map((m) => m.profile)),
  };
}

function judgeOf(files: readonly ReadFile[]): JudgeSettings {
  const all = files.map(({ content }) => content.judge ?? {});
  return { alpha: last(all.map((j) => j.alpha)), resolution: last(all.map((j) => j.resolution)) };
}

function last<T>(values: readonly (T | undefined)[]): T {
  const value = values.findLast((v) => v !== undefined);
  if (value === undefined) throw new Error('rules/default.yml leaves out a setting');
  return value;
}

function unitsOf(units: NonNullable<ReadFile['content']['units']>): Rules['units'] {
  const entries = Object.entries(units).map(([unit, { better, assume }]) => [
    tidyUnit(unit).unit,
    { ...(better ? { better } : {}), ...(assume ? { assume } : {}) },
  ]);
  return Object.fromEntries(entries);
}

function waiversOfFiles(files: readonly ReadFile[]): { waivers: readonly Waiver[]; errors: readonly UserError[] } {
  const waivers: Waiver[] = [];
  const errors: UserError[] = [];
  for (const file of files)
    (file.content.waivers ?? []).forEach((entry, i) => {
      const waiver = waiverOf(entry, file, i);
      if (waiver instanceof UserError) errors.push(waiver);
      else waivers.push(waiver);
    });
  return { waivers, errors };
}

function waiverOf(entry: WaiverEntry, { yaml }: ReadFile, index: number): Waiver | UserError {
  const { check, until, ceiling, owner, reason, issue } = entry;
  try {
    return {
      check,
      where: whereOf(entry),
      until,
      ...(ceiling === undefined ? {} : { ceiling: parseLimit(ceiling, 'ceiling', null) }),
      owner,
      reason,
      ...(issue === undefined ? {} : { issue }),
      at: yaml.positionOf(['waivers', index]),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const at = yaml.positionOf(['waivers', index, 'ceiling']);
    return new UserError(`waiver of ${check}: ${error.message}`, { at, example: error.example });
  }
}
