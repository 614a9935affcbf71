import { annotations } from './annotations.ts';
import { json } from './json.ts';
import { markdown } from './markdown/markdown.ts';
import type { Reporter } from './reporter.ts';
import { text } from './text/text.ts';

/** Every form of the report. */
export const REPORTERS: readonly Reporter[] = [text, json, markdown, annotations];
