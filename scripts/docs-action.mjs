// Writes the tables of docs/action.md from action.yml, between its markers.
//   node scripts/docs-action.mjs           write
//   node scripts/docs-action.mjs --check   fail when docs/action.md is not what action.yml gives
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DOC = join(ROOT, 'docs/action.md');

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function inputsTable(inputs) {
  const rows = Object.entries(inputs).map(([name, { description, default: fallback }]) => {
    const shown = fallback === '' ? '' : `\`${fallback}\``;
    return `| \`${name}\` | ${shown} | ${cell(description)} |`;
  });
  return ['| input | default | what it does |', '|---|---|---|', ...rows].join('\n');
}

function outputsTable(outputs) {
  const rows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return ['| output | what it says |', '|---|---|', ...rows].join('\n');
}

function between(text, name, content) {
  const [start, end] = [`<!-- ${name}: from action.yml -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/action.md has no ${start} … ${end}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const now = readFileSync(DOC, 'utf8');
const wanted = between(between(now, 'inputs', inputsTable(action.inputs)), 'outputs', outputsTable(action.outputs));

if (!process.argv.includes('--check')) writeFileSync(DOC, wanted);
else if (now !== wanted) {
  console.error('docs/action.md is not what action.yml gives\n  run: node scripts/docs-action.mjs');
  process.exit(1);
}
