import type { GodebugKind } from '../../model/gctrace.ts';

/** How the lines of other GODEBUG settings begin (mgcscavenge.go, mgcpacer.go, mgcsweep.go, proc.go, mgcmark*.go, mgc.go of Go 1.19 to 1.26). */
const BEGINNINGS: readonly (readonly [GodebugKind, RegExp])[] = [
  ['scavtrace', /^scav (?:\d+ )?\d+ KiB work/],
  ['gcpacertrace', /^pacer: (?:assist ratio=|sweep done at heap size |-?\d+% CPU \()/],
  ['inittrace', /^init \S+ @[\d.]+ ms, /],
  ['schedtrace', /^SCHED \d+ms: gomaxprocs=/],
  ['scheddetail', /^ {2}(?:P\d+: status=|M-?\d+: p=|G-?\d+: status=)/],
  ['scanstats', /^scan: (?:total|class) /],
  ['checkfinalizers', /^checkfinalizers: /],
];
const FIRST = /^(?: {2}[PMG]|s|pacer|init|SCHED|check)/;

/** The setting that prints such a line, other than gctrace=1; null for all other text. */
export function godebugKind(text: string): GodebugKind | null {
  if (!FIRST.test(text)) return null;
  return BEGINNINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
