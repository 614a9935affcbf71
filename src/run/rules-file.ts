import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../model/diagnostic.ts';
import type { RulesText } from '../model/evidence.ts';
import type { Rules } from '../model/rules.ts';
import { completeRules } from '../rules/extend.ts';
import { parseRules } from '../rules/parse.ts';

/** Where the gate looks for rules when nothing is said, relative to the repository's root. */
export const DEFAULT_RULES = '.github/go-perf-gate.yml';

/** A rules file that the user named, with what it extends; undefined when none was named. */
export async function rulesOf(file: string | undefined): Promise<RulesText | undefined> {
  if (file === undefined) return undefined;
  return completeRules({ file, text: readNamed(file) }, (path) =>
    existsSync(path) ? readFileSync(path, 'utf8') : null,
  );
}

function readNamed(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`the rules cannot be read: ${error instanceof Error ? error.message : error}`, {
      at: { file },
      example: 'go-perf-gate init   (writes a first rules file)',
    });
  }
}

/** The effective rules: of the file, else the built-in ones. */
export async function loadRules(file: string | undefined): Promise<Rules> {
  return parseRules(await rulesOf(file));
}
