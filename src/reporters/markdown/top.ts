import type { Side } from '../../model/evidence.ts';
import { formatCount, plural } from '../../model/format.ts';
import type { Report } from '../../model/report.ts';
import { clip, codeSpan } from '../../wire/escape.ts';
import { type Headline, headlineOf } from '../../wording/headline.ts';
import { sideName, surroundings } from '../../wording/surroundings.ts';
import { statusWords, tally } from '../../wording/tally.ts';
import type { Part } from './budget.ts';
import { prose } from './cells.ts';

const SYMBOLS: Readonly<Record<Headline['mood'], string>> = { fail: '❌', warn: '⚠️', inconclusive: '❓', pass: '✅' };
/** Characters of a fact about the surroundings. */
const FACT = 80;
const IN_BOLD: readonly string[] = ['regressed', 'missing'];

/** The verdict and the action to take. */
export function headlinePart(report: Report): Part {
  const { mood, what, action } = headlineOf(report);
  const said = `### ${SYMBOLS[mood]} ${prose(what)}: ${action.replace('in the rules', 'below')}`;
  return { name: 'headline', priority: 0, write: (bytes) => (said.length * 4 < bytes ? said : `### ${SYMBOLS[mood]}`) };
}

/** The headline of a run with nothing to act on. With rows it is our own words, which need no escaping: fit for HTML too. */
export function quietLine(report: Report): string {
  const { mood, what, action } = headlineOf(report);
  return [`${SYMBOLS[mood]} <b>${prose(what)}</b>: ${action}`, countsText(report)].filter(Boolean).join(' · ');
}

/** Counts first, then where and how it was measured. */
export function contextPart(report: Report): Part {
  const lines = [countsText(report), `<sub>${environmentText(report)}</sub>`].filter(Boolean);
  const text = lines.join('  \n');
  return { name: 'environment', priority: 1, write: (bytes) => (text.length * 4 < bytes ? text : '') };
}

/** `16 benchmarks: **3 regressed** · 1 improved · 12 unchanged`; '' without rows. */
export function countsText(report: Report): string {
  const { total, counts } = tally(report.comparisons);
  if (total === 0) return '';
  const parts = counts.map(({ status, n }) => {
    const text = `${formatCount(n)} ${statusWords(status)}`;
    return IN_BOLD.includes(status) ? `**${text}**` : text;
  });
  const aside =
    report.setAside.length > 0 ? [`${plural(report.setAside.length, 'package')} out of the change's reach`] : [];
  return `${plural(total, 'benchmark')}: ${[...parts, ...aside].join(' · ')}`;
}

/** `base a1b2c3d (merge base) → head d4e5f6a · Go 1.26.1 · AMD EPYC 7763 · 8 + 20 interleaved rounds · 1 min 52 s`. */
export function environmentText(report: Report): string {
  const by = report.base.by ? ` (${prose(report.base.by, FACT)})` : '';
  const sides = `base ${sideCode(report.base)}${by} → head ${sideCode(report.head)}`;
  return [sides, ...surroundings(report).map((text) => prose(text, FACT))].join(' · ');
}

function sideCode(side: Side): string {
  return codeSpan(clip(sideName(side), FACT)) + (side.dirty ? ' with local changes' : '');
}
