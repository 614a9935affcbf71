import type { BenchRecord } from '../source.ts';
import { quoted } from './fields.ts';
import type { UnitPart } from './unit-line.ts';

/** The unit metadata of a whole file. It holds for all packages, so several readers may share it. */
export class UnitTable {
  private readonly known = new Map<string, string>();

  /** The records that the parts of one line make; repeating what is known makes none, contradicting it a diagnostic. */
  add(parts: readonly UnitPart[], at: { file: string; line: number }): BenchRecord[] {
    return parts.flatMap((part): BenchRecord[] => {
      if ('problem' in part) return [{ kind: 'diagnostic', level: 'warning', text: `Unit line: ${part.problem}`, at }];
      const id = JSON.stringify([part.unit, part.key]);
      const before = this.known.get(id);
      if (before === part.value) return [];
      if (before === undefined) {
        this.known.set(id, part.value);
        return [{ kind: 'unit', ...part, at }];
      }
      const text = `Unit line: metadata ${quoted(part.key)} of unit ${quoted(part.original)} already set to ${quoted(before)}`;
      return [{ kind: 'diagnostic', level: 'warning', text, at }];
    });
  }
}
