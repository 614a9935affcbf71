/** Things to undo before we end, newest first: children, worktrees, temporary folders. */
const pending = new Set<() => Promise<void>>();

/**
 * Registers `undo` to be run at the end or when a signal comes.
 *
 * @returns a function that runs it now, once; later calls wait for the same run.
 */
export function undoLater(undo: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const once = () => {
    running ??= undo().finally(() => pending.delete(once));
    return running;
  };
  pending.add(once);
  return once;
}

/** Undoes everything that is pending, newest first; what fails to be undone keeps nothing else from it. */
export async function undoAll(): Promise<void> {
  for (const undo of [...pending].reverse()) await undo().catch(() => undefined);
}

let stopping = false;

/**
 * Whether a signal has come. From then on nothing new is started, and what was killed is not reported to whoever waits
 * for it: the process ends with the signal's status, not with an error about a child that we killed ourselves.
 */
export function isStopping(): boolean {
  return stopping;
}

/** Exit status of a process that ended on the signal, as shells give it (128 + number). */
const STATUS = { SIGINT: 130, SIGTERM: 143 } as const;
export type SignalStatus = (typeof STATUS)[keyof typeof STATUS];

/**
 * On SIGINT or SIGTERM kills the children, removes worktree and temporary files and then calls `after` with the exit
 * status for it (PRODUCT: 130, 143). A second signal changes nothing.
 *
 * @returns a function that takes the handlers away again.
 */
export function onSignals(after: (status: SignalStatus) => void): () => void {
  const handler = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    const status = signal === 'SIGINT' ? STATUS.SIGINT : STATUS.SIGTERM;
    void undoAll().then(() => after(status));
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return () => {
    stopping = false;
    process.off('SIGINT', handler);
    process.off('SIGTERM', handler);
  };
}
