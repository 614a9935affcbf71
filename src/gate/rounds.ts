import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evidence, Phase } from '../model/evidence.ts';
import { formatDuration } from '../model/format.ts';
import { groupBy } from '../model/group-by.ts';
import type { Report } from '../model/report.ts';
import type { Survey } from './survey.ts';

/** The most rounds any row had in each phase. */
export function roundsOf({ processes }: Evidence): Report['rounds'] {
  const most = (phase: Phase) =>
    processes.reduce((n, p) => (p.phase === phase && p.rows.length > 0 ? Math.max(n, p.round + 1) : n), 0);
  const screen = most('screen');
  return { screen, confirm: Math.max(0, most('confirm') - screen) };
}

/** Rows that got fewer rounds than the others, and why: people are told, not left to wonder. */
export function shortRows({ evidence, measure, rows }: Survey): readonly Diagnostic[] {
  const screened = evidence.processes.filter((p) => p.phase === 'screen' && p.rows.length > 0);
  const names = new Map(rows.map((r) => [r.key, r.benchmark]));
  return [...groupBy(screened, (p) => p.rows.join(' '))].flatMap(([, own]) => {
    const rounds = new Set(own.map((p) => p.round)).size;
    if (rounds >= measure.rounds.screen) return [];
    const seconds = own.reduce((sum, p) => sum + p.wall, 0) / rounds;
    const who = own[0]?.rows.map((key) => names.get(key) ?? key).join(', ');
    const text = `${who}: ${rounds} of ${measure.rounds.screen} rounds, since one takes ${formatDuration(seconds)} and the budget is ${formatDuration(measure.budget)}`;
    return [{ level: 'notice' as const, text }];
  });
}
