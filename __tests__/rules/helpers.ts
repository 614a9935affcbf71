import { UserError } from '../../src/model/diagnostic.ts';
import type { Rules } from '../../src/model/rules.ts';
import { parseRules } from '../../src/rules/parse.ts';

/** Rules of a text without its first line: `version: 1` is added. */
export function rulesOf(text: string, extended: Record<string, string> = {}): Rules {
  return parseRules({ file: 'perf.yml', text: `version: 1\n${text}`, extended });
}

/** What is shown of the mistakes in such a text, one line each, the examples left out. */
export function mistakesIn(text: string, extended: Record<string, string> = {}): readonly string[] {
  return shownMistakes(text, extended).filter((line) => !line.startsWith('  for example'));
}

/** The same with the examples. */
export function shownMistakes(text: string, extended: Record<string, string> = {}): readonly string[] {
  try {
    rulesOf(text, extended);
  } catch (error) {
    if (error instanceof UserError) return error.shown.split('\n');
    throw error;
  }
  return [];
}

/** Rules as data: without the places they come from and the way their limits were written. */
export function meaning(rules: unknown): unknown {
  return JSON.parse(JSON.stringify(rules, (key, value) => (key === 'at' || key === 'text' ? undefined : value)));
}
