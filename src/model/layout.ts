import type { Environment } from './environment.ts';

/** The linker knows `-randlayout` since Go 1.23 (cmd/link/internal/ld; 1.22 says "flag provided but not defined"). */
const FIRST_MINOR = 23;

/** Whether a side's test binaries can be linked with their functions in another order. Unknown is no. */
export function canRandomiseLayout({ goVersion = '', goarch }: Environment): boolean {
  const minor = Number(/\bgo1\.(\d+)/.exec(goVersion)?.[1] ?? 0);
  // A WebAssembly engine lays functions out itself, whatever their order in the file.
  return minor >= FIRST_MINOR && goarch !== 'wasm';
}
