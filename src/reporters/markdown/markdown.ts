import type { Report } from '../../model/report.ts';
import { type Attention, attentionOf } from '../../wording/attention.ts';
import { headlineOf } from '../../wording/headline.ts';
import { tally } from '../../wording/tally.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { acceptPart } from './accept.ts';
import { actionTable } from './action-table.ts';
import { assemble, type Part } from './budget.ts';
import { type Context, contextOf, prose } from './cells.ts';
import * as sections from './sections.ts';
import { contextPart, headlinePart } from './top.ts';

/** GitHub takes 65,536 characters; what the edge adds (the marker, a note) has to fit too. */
const MAX_BYTES = 60_000;

/** The pull-request comment and the job summary (docs/report.md). */
export const markdown: Reporter = {
  format: 'markdown',
  about: 'the pull-request comment, as GitHub Flavored Markdown',
  render(report, options = {}) {
    const context = contextOf(report, options);
    const attention = attentionOf(report);
    const parts = isQuiet(report) ? sections.quietParts(context) : allParts(attention, context);
    return assemble(parts, options.maxBytes ?? MAX_BYTES, (names) => leftOut(names, options));
  },
};

/** Reading order. */
function allParts(attention: readonly Attention[], context: Context): Part[] {
  const { report } = context;
  const accept = acceptPart(attention, report.now);
  return [
    headlinePart(report),
    contextPart(report),
    ...(attention.length > 0 ? [actionTable(attention, context)] : []),
    ...(accept ? [accept] : []),
    ...sections.profilesPart(context),
    ...sections.reproducePart(report),
    ...sections.unmeasuredPart(context),
    ...sections.rulesPart(report),
    ...sections.statusPart('improved', 'Improved', context),
    ...sections.statusPart('new', 'New', context),
    ...sections.quietFindings(
      'Accepted in the rules',
      report.findings.filter((f) => f.status === 'waived'),
      context,
    ),
    ...sections.quietFindings(
      'Notices',
      report.findings.filter((f) => f.status !== 'waived' && f.severity === 'notice'),
      context,
    ),
    ...sections.checklistPart(report),
    ...sections.agreementPart(report),
    ...sections.notesPart(context),
    ...sections.setAsidePart(report),
    ...sections.everythingPart(context),
    ...footer(report, context),
  ];
}

/** Nothing to act on and nothing to tell: every row unchanged or identical. */
function isQuiet(report: Report): boolean {
  const boring = tally(report.comparisons).counts.every(
    ({ status }) => status === 'unchanged' || status === 'identical',
  );
  const told = report.findings.length + report.rulesChanges.length + report.environmentChanges.length;
  const said = report.diagnostics.some((d) => d.level !== 'notice');
  return headlineOf(report).mood === 'pass' && boring && told === 0 && !said;
}

function footer(report: Report, { options }: Context): Part[] {
  const link = options.runUrl ? ` · [the job and its log](${options.runUrl})` : '';
  const reason = `<sub>${prose(`${report.reason} · go-perf-gate ${report.version}`)}${link}</sub>`;
  return [{ name: 'reason', priority: 1.5, write: (bytes) => (reason.length * 4 < bytes ? reason : '') }];
}

function leftOut(names: readonly string[], options: ReportOptions): string {
  const where = options.runUrl ? `[the job and its log](${options.runUrl})` : 'the stored result';
  return `_Left out to fit: ${names.join(', ')}. Everything is in ${where}._`;
}
