// All that a decoded profile holds, a line per row, in the form of scripts/oracle/profile (main.go).

const escaped = (s) => s.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
/** A double in full; what is rounded is rounded alike on both sides. */
const number = (v) => (Number.isSafeInteger(v) ? String(v + 0) : BigInt(v).toString());

export function* dumpLines(p) {
  const text = (index) => escaped(p.strings[index]);
  for (const t of p.sampleTypes) yield `type\t${escaped(t.type)}\t${escaped(t.unit)}`;
  const period = p.periodType ?? { type: '', unit: '' };
  yield `period\t${escaped(period.type)}\t${escaped(period.unit)}\t${number(p.period)}`;
  const words = [p.dropFrames, p.keepFrames, p.docUrl].map(escaped);
  yield ['scalars', escaped(p.defaultSampleType), number(p.timeNanos), number(p.durationNanos), ...words].join('\t');
  for (const c of p.comments) yield `comment\t${escaped(c)}`;
  const { mappings: m, functions: f } = p;
  for (let i = 0; i < m.count; i++) {
    const numbers = [m.id[i], m.start[i], m.limit[i], m.offset[i]].join(' ');
    yield `mapping\t${numbers}\t${text(m.filename[i])}\t${text(m.buildId[i])}\t${m.has[i]}`;
  }
  for (let i = 0; i < f.count; i++) {
    const texts = [f.name[i], f.systemName[i], f.filename[i]].map(text);
    yield ['function', f.id[i], ...texts, number(f.startLine[i])].join('\t');
  }
  for (let i = 0; i < p.locations.count; i++) yield location(p, i);
  for (let i = 0; i < p.samples.count; i++) yield sample(p, i, text);
}

function location({ locations: l, lines, functions, mappings }, i) {
  const mapping = l.mapping[i] < 0 ? 0 : mappings.id[l.mapping[i]];
  let out = `location\t${l.id[i]} ${mapping} ${l.address[i]} ${l.folded[i]}`;
  for (let k = l.lineStart[i]; k < l.lineStart[i + 1]; k++)
    out += `\t${functions.id[lines.function[k]]}:${number(lines.line[k])}:${number(lines.column[k])}`;
  return out;
}

function sample({ samples: s, sampleTypes, locations, labels }, i, text) {
  let out = 'sample';
  for (let t = 0; t < sampleTypes.length; t++) out += `\t${number(s.values[i * sampleTypes.length + t])}`;
  out += '\t@';
  for (let k = s.stackStart[i]; k < s.stackStart[i + 1]; k++) out += ` ${locations.id[s.stack[k]]}`;
  const from = s.labelStart[i];
  return out + (s.labelStart[i + 1] > from ? labelsOf(labels, from, s.labelStart[i + 1], text) : '');
}

/** By key, as pprof keeps them; those of one key in their order. */
function labelsOf(labels, from, to, text) {
  const [texts, numbers] = [new Map(), new Map()];
  for (let k = from; k < to; k++) {
    const key = text(labels.key[k]);
    if (labels.str[k] > 0) texts.set(key, [...(texts.get(key) ?? []), text(labels.str[k])]);
    else numbers.set(key, `${numbers.get(key) ?? ''}${number(labels.num[k])} ${text(labels.unit[k])};`);
  }
  const all = [
    ...[...texts].map(([key, values]) => `text ${key}=${values.join('\0')}`),
    ...[...numbers].map(([key, values]) => `number ${key}=${values}`),
  ];
  // Go sorts by bytes.
  return all
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((label) => `\t${label}`)
    .join('');
}
