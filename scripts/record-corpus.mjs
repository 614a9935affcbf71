// Records go test -bench runs with a known truth, for scripts/evaluate-judge.mjs; see scripts/record-corpus/README.md.
//   node scripts/record-corpus.mjs OUT --jobs N [--setting quiet|loaded|layout|rand|allocs]
import { randomInt } from 'node:crypto';
import { cpus, release } from 'node:os';
import { addJob, jobsOf, openArchive, writeManifest } from './record-corpus/archive.mjs';
import { readOptions, USAGE, UsageError } from './record-corpus/options.mjs';
import { ourCode } from './record-corpus/ours.mjs';
import { recordRounds } from './record-corpus/rounds.mjs';
import { findRows } from './record-corpus/rows.mjs';
import { SETTINGS } from './record-corpus/schedule.mjs';
import { calibrate, truthOf } from './record-corpus/truth.mjs';
import { openWorkshop } from './record-corpus/workshop.mjs';

const MARKER =
  '#### round pair=… side=… order=… f=… start=… dur=… load=… binary=… job=…, then for each process ' +
  '#### process row=… order=… user=… system=… wall=… start=…, then its text';

/** What may not change while a folder grows. */
const FIXED = ['go', 'binary', 'bench', 'roundsPerJob'];

async function startManifest(workshop, options, ours) {
  const rows = await findRows(workshop, options.bench, ours);
  if (rows.length === 0) throw new UsageError(`--bench ${options.bench} matches no benchmark`);
  return {
    ...{ format: 1, split: 'own', machine: `${cpus()[0]?.model}, ${cpus().length} CPUs, ${release()}`, marker: MARKER },
    ...{ seed: randomInt(2 ** 31), rows, calibrations: [], scenarios: [], truth: {} },
  };
}

async function openCorpus(workshop, options, ours) {
  const now = { go: workshop.goVersion, binary: await workshop.fingerprint() };
  const fixed = { ...now, bench: options.bench, roundsPerJob: options.rounds };
  const known = openArchive(options.out);
  const other = FIXED.find((key) => known && known[key] !== fixed[key]);
  if (other)
    throw new UsageError(
      `${options.out} was recorded with ${other} ${known[other]}, not ${fixed[other]}: use another folder`,
    );
  return known ?? { ...(await startManifest(workshop, options, ours)), ...fixed };
}

async function addCalibration(workshop, manifest, plan, options, ours) {
  const number = manifest.calibrations.length;
  manifest.calibrations.push(await calibrate(workshop, { ...plan, rounds: options.calibration }, number, ours));
  manifest.truth = truthOf(manifest.calibrations);
  writeManifest(options.out, manifest);
  console.log(`calibration ${number}: ${options.calibration} rounds of ${plan.rows.length} rows`);
}

async function addJobs(workshop, manifest, plan, { out, setting, jobs }) {
  for (let i = 0; i < jobs; i++) {
    const scenario = { ...SETTINGS[setting].scenario(jobsOf(manifest, 'setting', setting)), setting };
    const job = jobsOf(manifest, 'scenario', scenario.scenario);
    const begun = performance.now();
    addJob(out, manifest, scenario, job, await recordRounds(workshop, plan, scenario, job));
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${i + 1}/${jobs}: ${scenario.scenario} job ${job}, ${plan.rounds} rounds in ${seconds} s`);
  }
}

async function record(options, ours) {
  const workshop = await openWorkshop(ours, options.cpu);
  const manifest = await openCorpus(workshop, options, ours);
  const rows = manifest.rows.map((row) => ({ ...row, pattern: ours.benchPattern(row.name) }));
  const plan = { seed: manifest.seed, rounds: options.rounds, rows };
  if (manifest.calibrations.length === 0) await addCalibration(workshop, manifest, plan, options, ours);
  const stop = SETTINGS[options.setting].loaded ? await workshop.burn(manifest.scenarios.length + Date.now()) : null;
  await addJobs(workshop, manifest, plan, options);
  await stop?.();
  await addCalibration(workshop, manifest, plan, options, ours);
}

const ours = await ourCode();
ours.onSignals((status) => process.exit(status));
try {
  const options = readOptions(process.argv.slice(2), ours.allowedCpus());
  if (options) await record(options, ours);
  else console.log(USAGE);
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
await ours.undoAll();
