import type { Diagnostic } from '../model/diagnostic.ts';
import type { Survey } from './survey.ts';

/** Tools that contradict each other are told, whether a rule rests on them or not. */
export function contradicted({ contradictions }: Survey): readonly Diagnostic[] {
  return [...new Set(contradictions.values())].map((text) => ({ level: 'warning', text }));
}
