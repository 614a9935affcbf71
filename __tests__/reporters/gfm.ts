import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** What GitHub's parser would make of a comment, raw HTML kept so that it can be counted. */
export function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** Names of all opening tags, in order. */
export function tags(rendered: string): string[] {
  return [...rendered.matchAll(/<([a-z][a-z0-9]*)\b/gi)].map((m) => (m[1] ?? '').toLowerCase());
}

/** Cells of each row of each table. */
export function cellCounts(rendered: string): number[][] {
  const tables = rendered.match(/<table>[\s\S]*?<\/table>/g) ?? [];
  return tables.map((t) =>
    (t.match(/<tr>[\s\S]*?<\/tr>/g) ?? []).map((row) => (row.match(/<t[hd][ >]/g) ?? []).length),
  );
}

/** Text in which GitHub looks for mentions, references and emoji: all that is not in code. Entities are decoded. */
export function proseOf(rendered: string): string {
  const outside = rendered.replace(/<pre>[\s\S]*?<\/pre>/g, ' ').replace(/<code>[\s\S]*?<\/code>/g, ' ');
  return decoded(outside.replace(/<[^>]*>/g, ' '));
}

/** Text in code. */
export function codeOf(rendered: string): string[] {
  return [...rendered.matchAll(/<code[^>]*>([\s\S]*?)<\/code>/g)].map((m) => decoded(m[1] ?? ''));
}

function decoded(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(lt|gt|quot|amp));/gi, (_, dec, hex, name) =>
    name ? (named[name.toLowerCase()] ?? '') : String.fromCodePoint(dec ? Number(dec) : Number.parseInt(hex, 16)),
  );
}

/** GitHub's own additions, stricter than GitHub: mentions, issue and commit references, GH-1, emoji, bare links, e-mail. */
const FINDS: Readonly<Record<string, RegExp>> = {
  mention: /@[a-z0-9]/i,
  issue: /#\d/,
  gh: /\bGH-\d/i,
  commit: /[0-9a-f]{7,}/i,
  emoji: /:[\w+-]+:/,
  url: /:\/\/|www\.|mailto:\S+@\w/i,
};

/** What GitHub would find in the text, as `kind: text`. */
export function githubFinds(text: string): string[] {
  return Object.entries(FINDS).flatMap(([kind, pattern]) => {
    const found = pattern.exec(text);
    return found ? [`${kind}: ${text.slice(Math.max(0, found.index - 10), found.index + 20)}`] : [];
  });
}
