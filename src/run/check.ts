import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '../gate.ts';
import type { Approval, Evidence, Launch, Phase } from '../model/evidence.ts';
import { plural } from '../model/format.ts';
import type { Report } from '../model/report.ts';
import type { Measure, ProfileWhen } from '../model/rules.ts';
import { json } from '../reporters/json.ts';
import { type Baseline, parseBaseline } from '../rules/baseline.ts';
import { readText } from './files.ts';
import { type RulesChoice, readRules, rulesBaseOf } from './judging-rules.ts';
import type { Progress, RunOptions } from './options.ts';
import { checkOut, hideFromGit } from './store/out.ts';
import { writePictures } from './store/pictures.ts';
import { writeEvidence } from './store/store.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** What the command line or the action's inputs say; what is absent is decided by the rules' `measure:`. */
export interface CheckOptions
  extends Omit<RunOptions, 'configure' | 'rulesBase' | 'packages' | 'bench' | 'cpu' | 'budget'> {
  readonly packages?: readonly string[];
  readonly bench?: string;
  readonly cpu?: readonly number[];
  /** Seconds. */
  readonly budget?: number;
  readonly profile?: ProfileWhen;
  readonly rules: RulesChoice;
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

/**
 * The whole gate: opens the workspace, runs what the gate asks for until there is a report, and stores the evidence.
 *
 * @throws UserError for what the user can mend, before anything is built wherever it can be known then.
 */
export async function check(options: CheckOptions, progress: Progress): Promise<Checked> {
  await checkOut(options.out);
  const { rules, base, baseline: file } = options;
  const baseline = file === undefined ? null : { file, ...parseBaseline(readText(file), file) };
  const rulesBase = rulesBaseOf(rules, base, baseline !== null);
  const judgedByBase = rules.from === 'base' && (base.by !== 'none' || rulesBase !== undefined);
  let judging: Pick<Evidence, 'rules' | 'measure'> = { rules: {} };
  const configure: RunOptions['configure'] = async (readFile) => {
    const { texts, measure } = await readRules(rules, judgedByBase, readFile);
    const settled = settle(options, measure);
    judging = { rules: texts, measure: settled };
    return settled;
  };
  const asked = { ...ASKED_LATER, ...options, configure, ...(rulesBase ? { rulesBase } : {}) };
  const workspace = await openWorkspace(asked, progress);
  try {
    const { now, approvals } = options;
    const begun = { ...workspace.evidence, now, seed: drawSeed(), approvals, ...judging };
    const { report, evidence } = await measure(workspace, baseline ? withBaseline(begun, baseline) : begun, progress);
    await store(options.out, evidence, report);
    return { report, evidence, out: options.out };
  } finally {
    await workspace.dispose();
  }
}

/** Nobody who writes the code under test can know the order it will be measured in. */
function drawSeed(): number {
  return randomInt(1, 2 ** 32);
}

function settle(options: CheckOptions, measure: Measure): Measure {
  const { packages, bench, cpu, budget, profile } = options;
  return {
    ...measure,
    ...(packages ? { packages } : {}),
    ...(bench === undefined ? {} : { bench }),
    ...(cpu ? { cpu } : {}),
    ...(budget === undefined ? {} : { budget }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** A stored baseline stands for base. */
function withBaseline(evidence: Evidence, baseline: Baseline & { readonly file: string }): Evidence {
  const { file, rows, environment, commit } = baseline;
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
  let said = '';
  for (;;) {
    const next = step(evidence);
    if ('report' in next) return { report: next.report, evidence };
    const doing = describe(next.run);
    if (doing !== said) progress.step(doing);
    said = doing;
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
  confirm: 'measure on what looks slower',
  aa: 'measure base against itself',
  layout: 'measure the regressions again, under other layouts',
  profile: 'run once more under the profilers',
};

function describe(launches: readonly Launch[]): string {
  const rows = new Set(launches.flatMap((l) => l.rows)).size;
  const first = launches[0]?.phase ?? 'screen';
  return rows > 0 ? `${DOING[first]}: ${plural(rows, 'benchmark')}` : DOING[first];
}

/** The evidence folder, with the result beside it; git is told to leave it alone. */
async function store(out: string, evidence: Evidence, report: Report): Promise<void> {
  await mkdir(out, { recursive: true });
  await hideFromGit(out);
  await writeEvidence(out, evidence);
  await writePictures(out, evidence);
  await writeFile(join(out, 'result.json'), json.render(report));
}
