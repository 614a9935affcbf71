import { UserError } from '../model/diagnostic.ts';
import type { RulesText } from '../model/evidence.ts';
import { UserErrors } from '../model/user-errors.ts';
import { parseYaml, type YamlBounds, type YamlText } from '../wire/yaml.ts';
import { EXAMPLES } from './examples.ts';
import { mistakesOf } from './mistakes.ts';
import { KEYS_AT, RULES_FILE, type RulesFile } from './schema.ts';

/** A rules file is written by hand: 20,000 tokens are some 500 checks. */
export const RULES_BOUNDS: YamlBounds = { bytes: 256 * 1024, tokens: 20_000 };

/** One rules file whose shape is right. */
export interface ReadFile {
  readonly file: string;
  readonly content: RulesFile;
  readonly yaml: YamlText;
}

/**
 * Reads one rules file, without what it extends.
 *
 * @throws UserErrors with every mistake in its shape, each with its position
 */
export function readRulesFile({ file, text }: RulesText): ReadFile {
  const yaml = parseYaml(text, file, RULES_BOUNDS);
  if (yaml.value === null)
    throw new UserError('the file is empty', { at: { file, line: 1, column: 1 }, example: 'version: 1' });
  const parsed = RULES_FILE.safeParse(yaml.value);
  if (parsed.success) return { file, content: parsed.data, yaml };
  throw new UserErrors(mistakesOf(parsed.error, yaml, { keysAt: KEYS_AT, examples: EXAMPLES }));
}
