import { onSignals } from '../run/cleanup.ts';
import { main } from './program.ts';
import { openTerminal } from './terminal.ts';

onSignals((status) => process.exit(status));
process.exitCode = await main(process.argv.slice(2), openTerminal());
