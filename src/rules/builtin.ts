import defaultText from '../../rules/default.yml';
import strictText from '../../rules/strict.yml';
import type { RulesText } from '../model/evidence.ts';

/** The rules that come with the program, by the name that `extends:` calls them. */
export const BUILT_IN: Readonly<Record<'default' | 'strict', RulesText>> = {
  default: { file: 'rules/default.yml', text: defaultText },
  strict: { file: 'rules/strict.yml', text: strictText },
};
