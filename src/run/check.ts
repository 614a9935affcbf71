import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseRules } from '../gate/ruling.ts';
import { step } from '../gate.ts';
import { UserError } from '../model/diagnostic.ts';
import type { Approval, Evidence, Launch, Phase, RulesText, SideName } from '../model/evidence.ts';
import { plural } from '../model/format.ts';
import type { Report } from '../model/report.ts';
import type { Measure } from '../model/rules.ts';
import { json } from '../reporters/json.ts';
import { parseBaseline } from '../rules/baseline.ts';
import { completeRules } from '../rules/extend.ts';
import { parseRules } from '../rules/parse.ts';
import { readText } from './files.ts';
import type { Progress, RunOptions } from './options.ts';
import { DEFAULT_RULES, rulesOf } from './rules-file.ts';
import { writeEvidence } from './store/store.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** What the command line or the action's inputs say; what is absent is decided by the rules' `measure:`. */
export interface CheckOptions extends Omit<RunOptions, 'configure' | 'packages' | 'bench' | 'cpu' | 'budget'> {
  readonly packages?: readonly string[];
  readonly bench?: string;
  readonly cpu?: readonly number[];
  /** Seconds. */
  readonly budget?: number;
  /**
   * `base`: the base commit's rules judge too (CI), and `file` is relative to the repository's root. `working-tree`: one
   * file alone (a laptop), and `file` is a path as the user typed it. A file that is named must exist.
   */
  readonly rules: { readonly file?: string; readonly from: 'base' | 'working-tree' };
  /** A recorded baseline that stands for base. */
  readonly baseline?: string;
  /** Folder the evidence is written to. */
  readonly out: string;
  readonly approvals: readonly Approval[];
  /** ISO 8601; the time the verdict is for. */
  readonly now: string;
}

export interface Checked {
  readonly report: Report;
  readonly evidence: Evidence;
  readonly out: string;
}

/** What the rules say is known once the base commit is (`configure`). */
const ASKED_LATER = { packages: [], bench: '.', cpu: [], budget: 0 };

type Texts = { base?: RulesText; head?: RulesText };

/** The whole gate: opens the workspace, runs what the gate asks for until there is a report, and stores the evidence. */
export async function check(options: CheckOptions, progress: Progress): Promise<Checked> {
  const texts: Texts = {};
  const workspace = await openWorkspace(
    {
      ...ASKED_LATER,
      ...options,
      configure: async (readFile) => settle(options, await readRules(options, readFile, texts)),
    },
    progress,
  );
  try {
    const { report, evidence } = await measure(workspace, begin(workspace, options, texts), progress);
    await store(options.out, evidence, report);
    return { report, evidence, out: options.out };
  } finally {
    await workspace.dispose();
  }
}

/** Reads the rules and keeps their texts; @returns the measure in force. */
async function readRules(options: CheckOptions, readFile: Workspace['readFile'], texts: Texts): Promise<Measure> {
  const { file, from } = options.rules;
  const head =
    from === 'working-tree' && file !== undefined ? await rulesOf(file) : await fromTree('head', file, readFile);
  if (head) texts.head = head;
  // A base without rules has the built-in ones: a change that brings the first file must not judge itself alone.
  const builtIn = { file: file ?? DEFAULT_RULES, text: 'version: 1\n' };
  const judgedByBase = from === 'base' && options.base.by !== 'none';
  const base = judgedByBase ? ((await fromTree('base', file, readFile)) ?? builtIn) : undefined;
  if (base) texts.base = base;
  if (file !== undefined && !head)
    throw new UserError(`there is no rules file ${file}`, { example: `rules: ${DEFAULT_RULES}` });
  return (base ? baseRules(base).rules : parseRules(head)).measure;
}

async function fromTree(
  side: SideName,
  file = DEFAULT_RULES,
  readFile: Workspace['readFile'],
): Promise<RulesText | undefined> {
  const text = await readFile(side, file);
  return text === null ? undefined : completeRules({ file, text }, (path) => readFile(side, path));
}

function settle(options: CheckOptions, measure: Measure): Measure {
  const { packages, bench, cpu, budget } = options;
  return {
    ...measure,
    ...(packages ? { packages } : {}),
    ...(bench === undefined ? {} : { bench }),
    ...(cpu ? { cpu } : {}),
    ...(budget === undefined ? {} : { budget }),
  };
}

/** The evidence before the first process. */
function begin(workspace: Workspace, options: CheckOptions, texts: Evidence['rules']): Evidence {
  const { now, approvals, baseline } = options;
  const measure = settle(options, (texts.base ? baseRules(texts.base).rules : parseRules(texts.head)).measure);
  const evidence = { ...workspace.evidence, now, approvals, rules: texts, measure };
  return baseline === undefined ? evidence : withBaseline(evidence, baseline);
}

/** A stored baseline stands for base. */
function withBaseline(evidence: Evidence, file: string): Evidence {
  const { rows, environment, commit } = parseBaseline(readText(file), file);
  return {
    ...evidence,
    design: 'baseline',
    base: { label: file, ...(commit ? { sha: commit } : {}) },
    environment: { ...evidence.environment, base: environment },
    baseline: rows,
  };
}

/** The loop: the gate says what to run, the workspace runs it. */
async function measure(
  workspace: Workspace,
  begun: Evidence,
  progress: Progress,
): Promise<{ report: Report; evidence: Evidence }> {
  let evidence = begun;
  for (;;) {
    const next = step(evidence);
    if ('report' in next) return { report: next.report, evidence };
    progress.step(describe(next.run));
    const started = performance.now();
    const records = await workspace.execute(next.run, progress);
    const spent = (performance.now() - started) / 1000;
    const cost = { ...evidence.cost, measure: evidence.cost.measure + spent };
    evidence = { ...evidence, processes: [...evidence.processes, ...records], cost };
  }
}

const DOING: Readonly<Record<Phase, string>> = {
  calibrate: 'find the benchmarks and how long they take',
  screen: 'measure base and head in turn',
  confirm: 'measure the suspects again, with fresh rounds',
};

function describe(launches: readonly Launch[]): string {
  const rows = new Set(launches.flatMap((l) => l.rows)).size;
  const first = launches[0]?.phase ?? 'screen';
  return rows > 0 ? `${DOING[first]}: ${plural(rows, 'benchmark')}` : DOING[first];
}

/** The evidence folder, with the result beside it; git is told to leave it alone. */
async function store(out: string, evidence: Evidence, report: Report): Promise<void> {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, '.gitignore'), '*\n');
  await writeEvidence(out, evidence);
  await writeFile(join(out, 'result.json'), json.render(report));
}
