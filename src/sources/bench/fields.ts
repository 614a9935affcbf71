import { GO_SPACE } from '../../model/space.ts';

const SPACES = new RegExp(`[${GO_SPACE}]+`);

/** The first field (which may be empty) and the others, as benchfmt splits a line: at any of Go's spaces. */
export function splitFields(text: string): string[] {
  const fields = text.split(SPACES);
  if (fields.length > 1 && fields.at(-1) === '') fields.pop();
  return fields;
}

/** Text of a file as it may stand in a message: short, in quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
