/**
 * The escapers: everything foreign (names, messages, output of other programs) passes through one of these before it
 * reaches a comment, a log or a terminal. They change how text is shown, never what it says, and none of them throws.
 */

/** Controls, bidirectional marks, zero-width and other invisible characters, lone surrogates, and blanks that are no space. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line in which every character can be seen: `a<newline>b` is `a\nb`, a right-to-left mark is `\u200f` (as Go quotes them). */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (c) => NAMED[c] ?? codeOf(c));
}

function codeOf(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** At most `max` UTF-16 units, the middle replaced by `…`; never half a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = Math.floor((max - 1) / 3);
  const start = text.slice(0, max - 1 - tail).replace(/[\ud800-\udbff]$/, '');
  const end = text.slice(text.length - tail).replace(/^[\udc00-\udfff]/, '');
  return `${start}…${end}`;
}

/**
 * What GitHub turns into a link, a mention, a reference, an emoji or markup, wherever it stands in a line. A `:word` at
 * the end may meet a colon of ours.
 */
const MARKUP = /[&<>|]|[\\`*_[\]~$]|[@#]|:(?=\/\/|[\w+-]+(?::|$))|www(?=\.)|[0-9a-f]{7,}|(?<=[a-z])-(?=\d)/gi;
/** What only means something at the start of a line or a list item. */
const AT_START = /^(\s*\d+(?=[.)](?:\s|$))|\s*(?=[-+=]))/;
/** Breaks what GitHub would find in the rendered text, where a backslash does not help. Invisible. */
const BREAK = '&#8203;';
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' };
/** One below GitHub's shortest reference to a commit. */
const HEX = /[0-9a-f]{1,6}/gi;

/**
 * Prose inside a Markdown line, a table's cell included: nothing in it is markup, HTML, a link, a mention (`@user`), a
 * reference (`#1`, `GH-1`, `owner/name#1`, a commit) or an emoji.
 */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(MARKUP, escapeMarkup).replace(AT_START, '$1\\');
}

function escapeMarkup(found: string): string {
  if (found.length >= 7) return found.match(HEX)?.join(BREAK) ?? found;
  if (found === '@' || found === ':' || found === '-' || found.toLowerCase() === 'www') return found + BREAK;
  return found === '#' ? `\\#${BREAK}` : (ENTITIES[found] ?? `\\${found}`);
}

/**
 * A Markdown code span; GitHub finds no mentions, references, links or emoji in it. In a table's cell (`cell`) pipes are
 * escaped as GFM asks; one behind a backslash, which GFM cannot write there, becomes `∣` (U+2223).
 */
export function codeSpan(text: string, { cell = false } = {}): string {
  const shown = visible(text) || ' ';
  const content = cell ? shown.replace(/(\\*)\|/g, (_, before: string) => (before ? `${before}∣` : '\\|')) : shown;
  const ticks = '`'.repeat(longestRun(content) + 1);
  // GFM takes one blank off each end, unless there is nothing but blanks.
  const pad = /^`|`$|^ .*[^ ].* $/.test(content) ? ' ' : '';
  return `${ticks}${pad}${content}${pad}${ticks}`;
}

/** A fenced code block that its content cannot close; ends without a newline. */
export function codeBlock(text: string, language = ''): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.split('\t').map(visible).join('\t'));
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [fence + language, ...lines, fence].join('\n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/**
 * Foreign text for a workflow log: no terminal control, and no line in which the runner finds a command. It reads
 * `##[command]` anywhere in a line and `::command::` after leading blanks (actions/runner, ActionCommand.cs). Lines stay
 * lines: CR LF, CR and LF all end one.
 */
export function escapeLog(text: string): string {
  return text.replace(ANSI, '').replace(/\r\n?/g, '\n').replace(CONTROLS, '').split('\n').map(harmless).join('\n');
}

function harmless(line: string): string {
  const seen = line.split('\t').map(visible).join('\t');
  return seen.replace(/##(?=\[)/g, '## ').replace(/^(\s*):(?=:)/, '$1: ');
}

/** The message of a workflow command, as the runner unescapes it (actions/runner, ActionCommand.cs). */
export function escapeCommandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a workflow command's property. */
export function escapeCommandProperty(text: string): string {
  return escapeCommandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text between tags or in an attribute's quotes of XML 1.0, which has no place for U+FFFE and U+FFFF (section 2.2). */
export function escapeXml(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, codeOf)
    .replace(/[&<>"']/g, (c) => XML[c] ?? c);
}
