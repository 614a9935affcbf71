// What a top table costs until the command has one: inflate, decode, flat and cum by function name.
//   node preview.mjs READER FILE
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [reader, path] = process.argv.slice(2);
const { decodeProfile } = await import(reader);
const file = readFileSync(path);
const { profile: p } = decodeProfile(file[0] === 0x1f ? gunzipSync(file) : file);
const { samples, locations, lines, functions, strings, sampleTypes } = p;
const value = sampleTypes.length - 1;
const [flat, cum] = [new Float64Array(functions.count), new Float64Array(functions.count)];
const seen = new Int32Array(functions.count).fill(-1);
for (let i = 0; i < samples.count; i++) {
  const v = samples.values[i * sampleTypes.length + value];
  let leaf = true;
  for (let k = samples.stackStart[i]; k < samples.stackStart[i + 1]; k++) {
    const at = samples.stack[k];
    for (let l = locations.lineStart[at]; l < locations.lineStart[at + 1]; l++) {
      const f = lines.function[l];
      if (leaf) flat[f] += v;
      leaf = false;
      if (seen[f] === i) continue;
      seen[f] = i;
      cum[f] += v;
    }
  }
}
const order = Array.from(flat.keys()).sort((a, b) => flat[b] - flat[a]);
for (const f of order.slice(0, 10)) console.log(flat[f], cum[f], strings[functions.name[f]]);
