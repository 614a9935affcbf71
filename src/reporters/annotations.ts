import type { Diagnostic, Level } from '../model/diagnostic.ts';
import type { Cause, Finding } from '../model/finding.ts';
import { plural } from '../model/format.ts';
import type { Position } from '../model/position.ts';
import type { Report } from '../model/report.ts';
import { clip, escapeCommandData, escapeCommandProperty, escapeLog } from '../wire/escape.ts';
import { causeLine } from '../wording/cause-text.ts';
import { headlineOf } from '../wording/headline.ts';
import { type Labels, labelsOf } from '../wording/labels.ts';
import type { Reporter } from './reporter.ts';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly text: string;
  readonly at?: Position | undefined;
}

/** GitHub shows ten of a kind for each step and drops the rest without a word. */
const PER_LEVEL = 10;
const LEVELS: readonly Level[] = ['error', 'warning', 'notice'];
const TITLE = 120;
const TEXT = 1000;

/** Workflow commands for the job's log: what fails beside the code it comes from, where that is known. */
export const annotations: Reporter = {
  format: 'annotations',
  about: 'workflow commands that GitHub shows beside the code (at most ten errors, warnings and notices each)',
  render(report) {
    const labels = labelsOf(report.findings.map((f) => f.subject));
    const all = [
      ...verdict(report),
      ...report.findings.flatMap((f) => ofFinding(f, labels)),
      ...report.diagnostics.flatMap(ofDiagnostic),
    ];
    const shown = LEVELS.flatMap((level) =>
      limited(
        all.filter((a) => a.level === level),
        level,
      ),
    );
    return shown.map((a) => `${command(a)}\n`).join('');
  },
};

/** A pass needs no word; a failure's findings speak, under its headline. */
function verdict(report: Report): Annotation[] {
  const { what, action } = headlineOf(report);
  if (report.verdict === 'pass') return [];
  return [
    {
      level: report.verdict === 'fail' ? 'error' : 'warning',
      title: `go-perf-gate: ${report.verdict}`,
      text: `${what}: ${action}`,
    },
  ];
}

function ofFinding(f: Finding, labels: Labels): Annotation[] {
  if (f.status === 'waived') return [];
  const level = f.status === 'inconclusive' && f.severity === 'error' ? 'warning' : f.severity;
  const cause = f.causes.find((c) => c.file !== undefined) ?? f.causes[0];
  const title = [labels.full(f.subject), f.rule].filter(Boolean).join(' · ');
  return [{ level, title, text: [f.message, ...f.causes.map(causeLine)].join('\n'), at: f.at ?? placeOf(cause) }];
}

function placeOf(cause: Cause | undefined): Position | undefined {
  if (cause?.file === undefined) return undefined;
  return cause.line === undefined ? { file: cause.file } : { file: cause.file, line: cause.line };
}

function ofDiagnostic({ level, text, at }: Diagnostic): Annotation[] {
  return level === 'notice' ? [] : [{ level, title: 'go-perf-gate', text, at }];
}

function limited(found: readonly Annotation[], level: Level): Annotation[] {
  if (found.length <= PER_LEVEL) return [...found];
  const rest = found.length - (PER_LEVEL - 1);
  const text = `${plural(rest, `more ${level}`)} of go-perf-gate: see the job summary`;
  return [...found.slice(0, PER_LEVEL - 1), { level, title: 'go-perf-gate', text }];
}

/** `::error file=codec/encode.go,line=88,title=…::message` (actions/runner, ActionCommand.cs). */
function command({ level, title, text, at }: Annotation): string {
  const properties = Object.entries({ file: at?.file, line: at?.line, col: at?.column, title: clip(title, TITLE) })
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeCommandProperty(escapeLog(String(value)))}`);
  return `::${level} ${properties.join(',')}::${escapeCommandData(escapeLog(clip(text, TEXT)))}`;
}
