import { onSignals } from '../run/cleanup.ts';
import { runAction } from './action.ts';
import { fail } from './failure.ts';
import { Session } from './session.ts';

const session = new Session(process.env);

// The runner waits 7.5 s after SIGINT and 2.5 s after SIGTERM: what people read comes first, cleaning up second.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => session.cancelled());
onSignals((status) => process.exit(status));
process.on('uncaughtException', (error) => end(fail(error, session)));

end(await runAction(process.env, session));

/** Ends now, even where a retry that nobody waits for any more still sleeps; the log goes out first. */
function end(status: number): void {
  process.stdout.write('', () => process.exit(status));
}
