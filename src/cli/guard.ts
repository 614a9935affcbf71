import { undoAll } from '../run/cleanup.ts';
import { bugText, OUR_BUG } from './bug.ts';

/**
 * What nobody awaited must not end with Node's own status 1, which says "fail": it ends with 70 and its stack, after
 * children, worktree and temporary files are gone. A reader that closes its pipe (`| head`) has seen enough: the status
 * stays the verdict's.
 */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  process.on('uncaughtException', endAsBug);
  process.on('unhandledRejection', endAsBug);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function endAsBug(error: unknown): void {
  process.stderr.write(bugText(error));
  void undoAll().then(() => process.exit(OUR_BUG));
}
