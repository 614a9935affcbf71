// Builds the binaries and runs single processes of them, one row a process, through the project's own runner.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unrelatedFunctions } from './unrelated.mjs';

const MODULE = new URL('benchmarks', import.meta.url).pathname;
/** Seconds after which a process hangs, and most that it may write, bytes. */
const TIMEOUT = 60;
const MAX_OUTPUT = 1 << 20;
/** Mean seconds of a burst of the load and of the pause after it. */
const [BURST, IDLE] = [1.5, 3];
const FOREVER = 1e6;
const DEFINED = /^layout(\d+)$|^rand(\d+)$|^base$/;

/** Builds the runner; everything is made in a temporary folder that goes when we end. */
export async function openWorkshop(ours, cpu) {
  const dir = mkdtempSync(join(tmpdir(), 'record-corpus-'));
  ours.undoLater(async () => rmSync(dir, { recursive: true, force: true }));
  const go = await ours.openToolchain(MODULE, {});
  const program = await ours.buildRunner(go, join(dir, 'runner'));
  const runner = ours.startRunner(program);
  return new Workshop({ ours, cpu, dir, go, program, runner });
}

class Workshop {
  #parts;
  #built = new Map();

  constructor(parts) {
    this.#parts = parts;
  }

  get goVersion() {
    return this.#parts.go.version;
  }

  /** A path in the temporary folder. */
  path(name) {
    return join(this.#parts.dir, name);
  }

  /** @param name base, layoutN (N unrelated functions more) or randN (functions in the order of seed N) */
  async build(name) {
    if (!this.#built.has(name)) this.#built.set(name, await this.#buildNew(name));
    return this.#built.get(name);
  }

  async #buildNew(name) {
    const [, layout, seed] = DEFINED.exec(name);
    const out = this.path(`${name}.test`);
    const flags = seed ? [`-ldflags=-randlayout=${seed}`] : layout ? [`-overlay=${this.#overlay(Number(layout))}`] : [];
    await this.#go(['test', '-c', '-trimpath', '-buildvcs=false', ...flags, '-o', out, '.']);
    return out;
  }

  #overlay(count) {
    const [file, overlay] = [this.path(`unrelated${count}_test.go`), this.path(`overlay${count}.json`)];
    writeFileSync(file, unrelatedFunctions(count));
    writeFileSync(overlay, JSON.stringify({ Replace: { [join(MODULE, 'a_unrelated_test.go')]: file } }));
    return overlay;
  }

  async #go(args) {
    const { status, stderr } = await this.#parts.go.go(MODULE, args);
    if (status !== 0) throw new Error(`go ${args.join(' ')} failed:\n${stderr}`);
  }

  /** SHA-256 of the base binary: what was recorded with another one must not be continued. */
  async fingerprint() {
    return createHash('sha256')
      .update(readFileSync(await this.build('base')))
      .digest('hex');
  }

  /**
   * Runs one process to its end.
   * @param pattern,benchtime as for the testing package
   * @param out file that its output is appended to
   * @returns the runner's answer: start, wall, user, system in seconds; where its text stands in `out`
   * @throws Error when it fails
   */
  async run({ binary, pattern, benchtime, f, allocs, out }) {
    const { ours, cpu, runner, go } = this.#parts;
    const { args } = ours.launch({ pattern, benchtime, cpu: [], rows: [], round: 0, timeout: TIMEOUT });
    // Of the same length on both sides: the size of the environment moves the stack (Mytkowicz et al., ASPLOS 2009).
    const env = { ...go.testEnv, PWD: MODULE, CORPUS_FACTOR: f.toFixed(2), CORPUS_ALLOCS: String(allocs) };
    const stderr = this.path('stderr.txt');
    const answer = await runner.run({
      ...{ bin: await this.build(binary), args, dir: MODULE, env, stdout: out, stderr },
      ...{ timeout: TIMEOUT, maxOutput: MAX_OUTPUT, affinity: [cpu] },
    });
    if (answer.ending !== 'ok' || answer.note)
      throw new Error(
        `${pattern}: ${answer.ending} ${answer.error ?? answer.note ?? ''}\n${readFileSync(stderr, 'utf8')}`,
      );
    return answer;
  }

  /**
   * Starts the load on the CPU of the benchmarks.
   * @returns a function that ends it, and throws where it had ended before
   */
  async burn(seed) {
    const { ours, cpu, program, go } = this.#parts;
    const bin = this.path('burner');
    await this.#go(['build', '-trimpath', '-buildvcs=false', '-o', bin, './burner']);
    const runner = ours.startRunner(program);
    const files = { stdout: this.path('burner.txt'), stderr: this.path('burner.stderr.txt') };
    const args = [BURST, IDLE, seed].map(String);
    const limits = { timeout: FOREVER, maxOutput: MAX_OUTPUT, affinity: [cpu] };
    let early = null;
    const ended = runner.run({ bin, args, dir: MODULE, env: go.testEnv, ...files, ...limits }).then(
      (answer) => {
        early = answer;
      },
      // Its runner ended it: that is how it should end.
      () => undefined,
    );
    return async () => {
      await runner.close();
      await ended;
      if (early) throw new Error(`the load ended early: ${JSON.stringify(early)}`);
    };
  }
}
