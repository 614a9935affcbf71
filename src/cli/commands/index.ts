import type { Command } from '../command.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { demo } from './demo.ts';
import { init } from './init.ts';
import { inspect } from './inspect.ts';
import { record } from './record.ts';
import { report } from './report.ts';
import { rules } from './rules.ts';
import { selftest } from './selftest.ts';

/** The commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [check, compare, inspect, record, init, rules, report, selftest, demo];
