import type { Evidence, Launch, ProcessRecord, SideName } from '../model/evidence.ts';
import type { Module } from './modules.ts';
import type { Progress } from './options.ts';

/** Both sides, built and ready to be measured. */
export interface Workspace {
  /** Everything but processes; rules and approvals are left empty for the caller. */
  readonly evidence: Evidence;
  /** Root of the repository, absolute: the head side's tree. */
  readonly root: string;
  readonly modules: readonly Module[];
  /** A file of a side's tree by its path relative to the repository's root; null when there is none. */
  readFile(side: SideName, path: string): Promise<string | null>;
  /**
   * Runs the launches one after the other. `Launch.args` is all that the binary is told, so it must hold what `go test`
   * adds itself: `-test.paniconexit0`, `-test.timeout=0`, `-test.run=^$`.
   */
  execute(launches: readonly Launch[], progress: Progress): Promise<readonly ProcessRecord[]>;
  /** Ends every child and removes worktree and temporary files; may be called twice. */
  dispose(): Promise<void>;
}
