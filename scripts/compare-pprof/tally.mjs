// Counts what is equal, and what pprof itself does not print twice alike.
const SHOWN = 5;

/** A row of a top or of a peek: flat, its share, the running sum, cum, its share, and the name. */
const ROW = /^\s*(\S+)\s+(\S+%)\s+\S+%\s+(\S+)\s+(\S+%)\s+(?:\| )?(.*?)(?: \((?:partial-)?inline\))?$/;
/** A caller or a callee in a peek. */
const EDGE = /^\s+-?(\S+)\s+\S+% \| {3}/;

/** What pprof orders by, line for line: rows by the value in a column and the name, edges by their size. */
const places = (text, column) =>
  text
    .split('\n')
    .map((line) => {
      const row = ROW.exec(line);
      return row ? `${row[column]} ${row[5]}` : (EDGE.exec(line)?.[1] ?? line);
    })
    .join('\n');

/** The rows whatever their places; the running sum belongs to the place. */
const rows = (text) =>
  text
    .split('\n')
    .map((line) => line.replace(/^(\s*\S+\s+\S+%)\s+\S+%/, '$1'))
    .sort()
    .join('\n');

/** Whether two texts are the same rows, in the same order but for rows that pprof's order leaves equal. */
function sameButForTies(a, b) {
  return rows(a) === rows(b) && [1, 3].some((column) => places(a, column) === places(b, column));
}

/** Whether pprof, asked again, prints another text. */
async function varies(text, again) {
  for (let i = 0; i < TRIES; i++) if ((await again()) !== text) return true;
  return false;
}
/** Where three rows may stand in any order, Go's maps give the same one in most runs. */
const TRIES = 40;

export class Tally {
  /** By kind of comparison. */
  #rows = new Map();
  #differences = [];

  /**
   * @param again runs pprof once more: asked only where the texts differ. pprof walks maps in Go's random order, so that rows
   * that its order leaves equal stand in any.
   */
  async count(kind, what, ours, theirs, again) {
    const row = this.#rows.get(kind) ?? { compared: 0, equal: 0, varies: 0 };
    this.#rows.set(kind, row);
    row.compared++;
    if (ours === theirs) {
      row.equal++;
      return;
    }
    if (sameButForTies(ours, theirs) && (await varies(theirs, again))) row.varies++;
    else this.#differences.push({ kind, what, ours, theirs });
  }

  /** @returns whether nothing differs. */
  print() {
    const total = { compared: 0, equal: 0, varies: 0 };
    const line = (name, { compared, equal, varies }) =>
      `${name.padEnd(22)}${[compared, equal, varies, compared - equal - varies].map((n) => String(n).padStart(11)).join('')}`;
    console.log(`${''.padEnd(22)}${['compared', 'equal', 'varies', 'different'].map((n) => n.padStart(11)).join('')}`);
    for (const [kind, row] of this.#rows) {
      console.log(line(kind, row));
      for (const key of Object.keys(total)) total[key] += row[key];
    }
    console.log(line('all', total));
    console.log('varies: pprof prints rows that its order leaves equal in a random order; ours are the same rows.');
    for (const difference of this.#differences.slice(0, SHOWN)) showDifference(difference);
    return this.#differences.length === 0;
  }
}

function showDifference({ kind, what, ours, theirs }) {
  console.log(`\n${kind}: ${what}`);
  const [a, b] = [ours.split('\n'), theirs.split('\n')];
  const at = a.findIndex((text, i) => text !== b[i]);
  const from = at < 0 ? a.length : at;
  for (let i = from; i < from + 4; i++) {
    if (a[i] === b[i]) continue;
    console.log(`  line ${i + 1}  ours:  ${JSON.stringify(a[i] ?? null)}`);
    console.log(`  line ${i + 1}  pprof: ${JSON.stringify(b[i] ?? null)}`);
  }
}
