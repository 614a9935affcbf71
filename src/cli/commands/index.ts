import type { Command } from '../command.ts';

/** The commands by name, in the order of the help. Each is loaded when it is asked for: none pays for another at its start. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).check,
  compare: async () => (await import('./compare.ts')).compare,
  inspect: async () => (await import('./inspect.ts')).inspect,
  record: async () => (await import('./record.ts')).record,
  'gc-matrix': async () => (await import('./gc-matrix.ts')).gcMatrix,
  leaks: async () => (await import('./leaks.ts')).leaks,
  init: async () => (await import('./init.ts')).init,
  rules: async () => (await import('./rules.ts')).rules,
  report: async () => (await import('./report.ts')).report,
  selftest: async () => (await import('./selftest.ts')).selftest,
  demo: async () => (await import('./demo.ts')).demo,
};
