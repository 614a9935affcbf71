/** JSON for files and standard output, indented, with a newline at its end. What is no number is null. */
export function jsonText(value: unknown): string {
  const finite = (_: string, part: unknown) => (typeof part === 'number' && !Number.isFinite(part) ? null : part);
  return `${JSON.stringify(value, finite, 2)}\n`;
}
