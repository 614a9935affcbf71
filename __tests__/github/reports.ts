import type { Comparison, Status } from '../../src/model/comparison.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';

/** A report with nothing in it; tests say what differs. */
export function reportWith(over: Partial<Report> = {}): Report {
  return {
    schema: 'go-perf-gate/result@1',
    version: '0.0.0',
    verdict: 'pass',
    reason: '3 rows unchanged',
    escalation: 0,
    design: 'interleaved',
    base: { label: 'main', sha: 'b'.repeat(40) },
    head: { label: 'HEAD', sha: 'a'.repeat(40) },
    environment: {},
    environmentChanges: [],
    comparisons: [],
    findings: [],
    checklist: [],
    profiles: [],
    agreement: [],
    rulesChanges: [],
    setAside: [],
    rounds: { screen: 8, confirm: 0 },
    machine: { own: null, order: 0, drift: 0, unfit: null },
    selftest: [],
    cost: { build: 1, measure: 2, budget: 600 },
    reproduce: [],
    diagnostics: [],
    ...over,
  };
}

export function rowOf(status: Status): Comparison {
  return {
    metric: 'sec/op',
    unit: 'sec/op',
    subject: { pkg: 'example.com/m', benchmark: 'Encode', gomaxprocs: 2 },
    base: null,
    head: null,
    ratio: null,
    difference: null,
    ratioLo: null,
    ratioHi: null,
    p: null,
    pAdjusted: null,
    limit: null,
    detectable: null,
    rounds: 8,
    status,
    warnings: [],
  };
}

export function findingOf(over: Partial<Finding>): Finding {
  const subject = { pkg: 'example.com/m', benchmark: 'Encode' };
  return {
    rule: 'bench/time',
    severity: 'error',
    confidence: 'high',
    status: 'fail',
    subject,
    message: 'slower',
    causes: [],
    ...over,
  };
}
