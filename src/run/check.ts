import { join } from 'node:path';
import { step } from '../gate.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Approval, BaselineRow, Evidence, RulesText } from '../model/evidence.ts';
import type { Environment } from '../model/environment.ts';
import type { Report } from '../model/report.ts';
import type { Progress, RunOptions } from './options.ts';
import { readEvidence, writeEvidence } from './store.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

export interface CheckOptions extends Omit<RunOptions, 'packages' | 'bench' | 'cpu' | 'budget'> {
  /** Given on the command line or as inputs; what is absent is decided by the rules' `measure:`. */
  readonly packages?: readonly string[];
  readonly bench?: string;
  readonly cpu?: readonly number[];
  readonly budget?: number;
  /**
   * Where the rules are: `base` reads them from the base commit and holds the head's own beside them (CI), `working-tree`
   * from the folder alone (a laptop).
   */
  readonly rules: { readonly file: string; readonly required: boolean; readonly from: 'base' | 'working-tree' };
  readonly baseline?: { readonly file: string; readonly rows: readonly BaselineRow[]; readonly environment: Environment; readonly sha?: string };
  /** Folder the evidence is written to. */
  readonly out: string;
  readonly approvals: readonly Approval[];
  /** ISO 8601. */
  readonly now: string;
}
