import { readFileSync } from 'node:fs';
import { UserError } from '../model/diagnostic.ts';
import { EXIT, type Report } from '../model/report.ts';

const SCHEMA = 'go-perf-gate/result@1';

/** Says what is wrong with a value, and where in the file; null when it is as it must be. */
type Check = (value: unknown, path: string) => string | null;
type Keys = Readonly<Record<string, Check>>;

const is =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, path) =>
    test(value) ? null : `${path} is not ${what}`;
const text = is('a text', (v) => typeof v === 'string');
const number = is('a number', (v) => typeof v === 'number');
const truth = is('true or false', (v) => typeof v === 'boolean');
const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? null : check(value, path);
// JSON has no NaN and no infinities: numbers that may be one are written as null.
const nullable =
  (check: Check): Check =>
  (value, path) =>
    value === null ? null : check(value, path);
const numberOrNull = nullable(number);
const oneOf = (...values: readonly string[]) =>
  is(`one of ${values.join(', ')}`, (v) => values.some((known) => known === v));
const list =
  (item: Check): Check =>
  (value, path) =>
    Array.isArray(value) ? first(value.map((v, i) => () => item(v, `${path}[${i}]`))) : `${path} is not a list`;
const map =
  (item: Check): Check =>
  (value, path) =>
    isObject(value)
      ? first(
          Object.entries(value).map(
            ([key, v]) =>
              () =>
                item(v, `${path}.${key}`),
          ),
        )
      : `${path} is not an object`;
const object =
  (keys: Keys): Check =>
  (value, path) =>
    isObject(value)
      ? first(
          Object.entries(keys).map(
            ([key, check]) =>
              () =>
                check(value[key], path ? `${path}.${key}` : key),
          ),
        )
      : `${path || 'the file'} is not an object`;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function first(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const wrong = check();
    if (wrong !== null) return wrong;
  }
  return null;
}

const side = object({ label: text, sha: optional(text) });
const at = optional(object({ file: text, line: optional(number), column: optional(number), offset: optional(number) }));
const subject = object({
  pkg: optional(text),
  benchmark: optional(text),
  gomaxprocs: optional(number),
  function: optional(text),
});
const summary = nullable(object({ center: numberOrNull, lo: numberOrNull, hi: numberOrNull, n: number }));
const comparison = object({
  ...{ metric: text, unit: text, subject, base: summary, head: summary },
  ...{ ratio: numberOrNull, difference: numberOrNull, ratioLo: numberOrNull, ratioHi: numberOrNull },
  ...{ p: numberOrNull, pAdjusted: numberOrNull, limit: numberOrNull, detectable: numberOrNull, rounds: number },
  ...{ status: text, reason: optional(text), output: optional(text), warnings: list(text) },
});
const cause = object({ function: text, kind: text, witnesses: list(text), text });
const finding = object({
  ...{ rule: text, severity: oneOf('error', 'warning', 'notice'), confidence: text, status: text, subject },
  ...{ metric: optional(text), message: text, why: optional(text), at, causes: list(cause) },
  waivedBy: optional(object({ owner: text, until: text, reason: text })),
  testimony: optional(list(object({ witness: text, says: text, text }))),
});

const machine = object({
  own: nullable(object({ pairs: number, spread: numberOrNull, shift: numberOrNull, p: numberOrNull })),
  ...{ order: numberOrNull, drift: numberOrNull, unfit: nullable(oneOf('too-noisy', 'unlike-itself')) },
});

const total = object({ perOp: number, iterations: number, events: number });
const cost = object({ flat: number, cum: number });
const functionChange = {
  ...{ function: text, own: truth, file: optional(text), line: optional(number), base: cost, head: cost },
};
const profile = object({
  ...{ subject, kind: text, sampleType: text, unit: text, base: total, head: total, detectable: numberOrNull },
  culprit: nullable(object({ ...functionChange, share: number, callee: optional(text), edited: optional(truth) })),
  functions: list(object(functionChange)),
});

/** Every key that a reporter reads, as model/report.ts has it. */
const result = object({
  schema: oneOf(SCHEMA),
  ...{ version: text, verdict: oneOf(...Object.keys(EXIT)), reason: text, escalation: number, now: optional(text) },
  ...{ design: oneOf('interleaved', 'sequential', 'baseline'), base: side, head: side },
  environment: object({ variables: optional(map(text)) }),
  environmentChanges: list(object({ key: text, base: text, head: text })),
  comparisons: list(comparison),
  findings: list(finding),
  checklist: list(
    object({ id: text, item: text, tool: text, method: text, threshold: text, measured: text, status: text }),
  ),
  agreement: list(object({ quantity: text, values: map(numberOrNull), tolerance: text, status: text })),
  // Results of earlier versions have none.
  profiles: optional(list(profile)),
  rulesChanges: list(object({ check: text, base: text, head: text })),
  setAside: list(text),
  rounds: object({ screen: number, confirm: number }),
  machine,
  cost: object({ build: number, measure: number, budget: number }),
  selftest: list(object({ what: text, expected: text, got: text, ok: truth })),
  reproduce: list(text),
  diagnostics: list(object({ level: oneOf('error', 'warning', 'notice'), text, at })),
});

/**
 * Reads what `--json` printed.
 *
 * @throws UserError when it is something else, with the first key that is wrong.
 */
export function readResult(path: string): Report {
  const value = parsed(path);
  const wrong = result(value, '');
  if (wrong === null) return { ...(value as Report), profiles: (value as Partial<Report>).profiles ?? [] };
  throw new UserError(`this is no result of go-perf-gate (schema ${SCHEMA}): ${wrong}`, {
    at: { file: path },
    example: 'go-perf-gate check --json > result.json',
  });
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`cannot be read as JSON: ${error instanceof Error ? error.message : error}`, {
      at: { file: path },
    });
  }
}
