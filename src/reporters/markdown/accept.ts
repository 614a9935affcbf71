import type { Comparison } from '../../model/comparison.ts';
import type { Finding } from '../../model/finding.ts';
import { formatCount } from '../../model/format.ts';
import { visible } from '../../wire/escape.ts';
import type { Attention } from '../../wording/attention.ts';
import { fitLines, type Part } from './budget.ts';
import { collapsed } from './cells.ts';

/** How long an accepted regression is accepted for, days. */
const DAYS = 90;
/** The longest glob that the rules take. */
const MAX_PATTERN = 256;
/** Import paths and check ids, which YAML reads as they stand. */
const PLAIN = /^[A-Za-z][\w-]*[./][\w./-]*$/;

/** The waivers to paste into the rules: one for each broken rule of each benchmark. */
export function acceptPart(items: readonly Attention[], now: string | undefined): Part | null {
  const waivers = [...new Map(items.flatMap((item) => waiversOf(item, now))).values()];
  if (waivers.length === 0) return null;
  const frame = {
    before: `${collapsed('Accept it: the YAML to paste')}\nInto the rules file. Each holds up to its ceiling and until its date; whoever owns the code should agree.\n\n\`\`\`yaml\nwaivers:`,
    after: '```\n\n</details>',
    more: (n: number) => `  # … and ${formatCount(n)} more`,
  };
  return { name: 'how to accept', priority: 3, write: (bytes) => fitLines(waivers, (text) => text, frame, bytes / 2) };
}

function waiversOf(item: Attention, now: string | undefined): [string, string][] {
  return item.findings
    .filter((f) => f.status === 'fail' && f.subject.benchmark && literal(f.subject.benchmark).length <= MAX_PATTERN)
    .map((f): [string, string] => {
      const text = waiver(f, item.comparison, now);
      return [text, text];
    });
}

function waiver(finding: Finding, c: Comparison | null, now: string | undefined): string {
  const { pkg, benchmark = '' } = finding.subject;
  const ceiling = c ? ceilingOf(c) : null;
  return [
    `  - check: ${quoted(finding.rule)}`,
    ...(pkg ? [`    pkg: ${quoted(literal(pkg))}`] : []),
    `    benchmark: ${quoted(literal(benchmark))}`,
    ...(ceiling ? [`    ceiling: ${ceiling}`] : []),
    `    until: ${now ? daysAfter(now, DAYS) : 'YYYY-MM-DD'}`,
    '    owner: "@your-team"',
    '    reason: "why this is worth it"',
  ].join('\n');
}

/** The upper end of the interval in the bad direction, rounded up to a whole percent; null for a rise from 0. */
function ceilingOf(c: Comparison): string | null {
  if (c.ratio === null) return null;
  const worst = c.ratio >= 1 ? (c.ratioHi ?? c.ratio) : 1 / (c.ratioLo ?? c.ratio);
  return Number.isFinite(worst) ? `${Math.ceil((worst - 1) * 100 - 1e-6)}%` : null;
}

function daysAfter(iso: string, days: number): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? 'YYYY-MM-DD' : new Date(at + days * 86_400_000).toISOString().slice(0, 10);
}

/** A glob that matches only this name. */
function literal(text: string): string {
  return text.replace(/[*?[\]{}()\\]/g, '\\$&').replace(/^!/, '\\!');
}

/** A double-quoted YAML scalar: JSON's, which YAML shares, with nothing invisible in it and nothing that ends a code block. */
function quoted(text: string): string {
  if (PLAIN.test(text)) return text;
  return JSON.stringify(text)
    .replaceAll('`', '\\x60')
    .replace(/[^ -~]/gu, visible);
}
