/**
 * What a Go test process that failed says first: the panic, the runtime's fatal error, or the benchmark that failed with its
 * own message, which stands below its name, and above it under `-test.v`.
 */
export function lastWords(stdout: string, stderr: string): string {
  const lines = `${stdout}\n${stderr}`.split('\n');
  const telling = lines.find((line) => /^\s*(panic:|fatal error:|runtime: out of memory)/.test(line));
  const failed = lines.findIndex((line) => FAILED.test(line));
  const said = telling ?? (failed < 0 ? lines.findLast((line) => line.trim() !== '') : failure(lines, failed));
  return said?.trim() || 'no message';
}

const FAILED = /^\s*--- FAIL: (\S+)/;

function failure(lines: readonly string[], at: number): string {
  const message = [lines[at + 1], lines[at - 1]].find((line) => line !== undefined && /^\s+\S/.test(line));
  const [, name = ''] = FAILED.exec(lines[at] ?? '') ?? [];
  return [name, message?.trim()].filter(Boolean).join(': ');
}
