import { onSignals } from '../run/cleanup.ts';
import { guardProcess } from './guard.ts';
import { main } from './program.ts';
import { openTerminal } from './terminal.ts';

guardProcess();
onSignals((status) => process.exit(status));
process.exitCode = await main(process.argv.slice(2), openTerminal());
