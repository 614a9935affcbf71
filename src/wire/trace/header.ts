import { TraceError } from './error.ts';

/** Bytes of the header: `go 1.26 trace`, then three zeros. */
export const HEADER_SIZE = 16;

/** Minor releases that have a format of their own; Go 1.24 writes 1.23. */
const KNOWN: readonly number[] = [22, 23, 25, 26];
/** Up to Go 1.21 the format was another one, a stream per processor. */
const LAST_OLD = 21;
/** Releases that wrote the older formats, by the minor release in the header. */
const OLD: Readonly<Record<number, string>> = { 11: '1.11 to 1.18', 19: '1.19 or 1.20' };

/** Whether a file that begins so is an execution trace of any version. */
export function isTrace(bytes: Uint8Array): boolean {
  return minorOf(bytes) !== undefined;
}

/** The minor release in the header. @throws TraceError where it is none that can be read */
export function readHeader(bytes: Uint8Array): number {
  const minor = minorOf(bytes);
  if (minor === undefined)
    throw new TraceError('no Go execution trace: the file does not begin with "go 1.N trace"', 0);
  if (minor <= LAST_OLD)
    throw new TraceError(
      `a trace of Go ${OLD[minor] ?? `1.${minor}`}, an older format that is not read: record it again with Go 1.22 or newer`,
      0,
    );
  if (!KNOWN.includes(minor)) throw new TraceError(unknownText(minor), 0);
  return minor;
}

function unknownText(minor: number): string {
  const newest = Math.max(...KNOWN);
  if (minor < newest) return `there is no trace format of Go 1.${minor}: the header is damaged`;
  return `a trace of the format of Go 1.${minor}, newer than 1.${newest}, the newest that is read: update go-perf-gate, or record it with Go 1.${newest}`;
}

function minorOf(bytes: Uint8Array): number | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, HEADER_SIZE));
  const minor = /^go 1\.(\d{1,3}) trace\0{2,3}$/.exec(head)?.[1];
  return minor === undefined || head.length < HEADER_SIZE ? undefined : Number(minor);
}
