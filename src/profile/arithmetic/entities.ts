import type { Profile } from '../../model/profile.ts';
import { type NewFunction, type NewLocation, type NewMapping, Strings } from './builder.ts';

/** Addresses of one build differ by where it was loaded, and sizes of mappings by less than a page. */
const PAGE = 0x1000n;

/**
 * What profiles to be added have in common: functions, mappings and locations are the same when their keys are (google/pprof,
 * profile/merge.go: mapFunction, mapMapping, mapLocation).
 */
export class Entities {
  readonly strings = new Strings();
  readonly functions: NewFunction[] = [];
  readonly mappings: NewMapping[] = [];
  readonly locations: NewLocation[] = [];
  readonly #functionIds = new Map<string, number>();
  readonly #mappingIds = new Map<string, number>();
  readonly #locationIds = new Map<string, number>();

  function(row: NewFunction): number {
    const key = `${row.startLine} ${row.name} ${row.systemName} ${row.filename}`;
    return numbered(this.#functionIds, key, this.functions, row);
  }

  mapping(row: NewMapping): number {
    const size = BigInt.asUintN(64, row.limit - row.start + PAGE - 1n);
    const key = `${size - (size % PAGE)} ${row.offset} ${row.buildId === 0 ? row.filename : row.buildId}`;
    return numbered(this.#mappingIds, key, this.mappings, row);
  }

  location(row: NewLocation): number {
    const start = this.mappings[row.mapping]?.start ?? 0n;
    const lines = row.lines.map(({ fn, line }) => `${fn}:${line}`).join('|');
    // pprof's key holds the column of the last line alone.
    const key = `${row.address - start} ${row.mapping} ${row.folded} ${lines} ${row.lines.at(-1)?.column ?? 0}`;
    return numbered(this.#locationIds, key, this.locations, row);
  }
}

function numbered<T>(ids: Map<string, number>, key: string, rows: T[], row: T): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = rows.push(row) - 1;
  ids.set(key, id);
  return id;
}

/** Not asked for yet. */
const UNSEEN = -2;

/** Which entity each row of one profile is. Only what samples use is looked at, in the order in which they use it. */
export class Translation {
  readonly #profile: Profile;
  readonly #entities: Entities;
  readonly #texts: Int32Array;
  readonly #functions: Int32Array;
  readonly #locations: Int32Array;
  readonly #mappings: Int32Array;

  constructor(profile: Profile, entities: Entities) {
    this.#profile = profile;
    this.#entities = entities;
    this.#texts = new Int32Array(profile.strings.length).fill(UNSEEN);
    this.#functions = new Int32Array(profile.functions.count).fill(UNSEEN);
    this.#locations = new Int32Array(profile.locations.count).fill(UNSEEN);
    this.#mappings = new Int32Array(profile.mappings.count).fill(UNSEEN);
    // The first mapping is the main binary.
    if (entities.mappings.length === 0) this.#mapping(profile.mappings.count === 0 ? -1 : 0);
  }

  location(row: number): number {
    const known = this.#locations[row] as number;
    if (known !== UNSEEN) return known;
    const { locations } = this.#profile;
    const own = locations.mapping[row] as number;
    const mapping = this.#mapping(own);
    const id = this.#entities.location({
      mapping,
      address: BigInt.asUintN(64, (locations.address[row] as bigint) + this.#moved(own, mapping)),
      folded: locations.folded[row] as number,
      lines: this.#lines(row),
    });
    this.#locations[row] = id;
    return id;
  }

  text(row: number): number {
    const known = this.#texts[row] as number;
    if (known !== UNSEEN) return known;
    const id = this.#entities.strings.id(this.#profile.strings[row] ?? '');
    this.#texts[row] = id;
    return id;
  }

  /** By how much a mapping starts later in the first profile that has it. */
  #moved(own: number, mapping: number): bigint {
    if (own < 0) return 0n;
    return (this.#entities.mappings[mapping]?.start ?? 0n) - (this.#profile.mappings.start[own] as bigint);
  }

  #lines(location: number) {
    const { locations, lines } = this.#profile;
    const from = locations.lineStart[location] as number;
    return Array.from({ length: (locations.lineStart[location + 1] as number) - from }, (_, i) => ({
      fn: this.#function(lines.function[from + i] as number),
      line: lines.line[from + i] as number,
      column: lines.column[from + i] as number,
    }));
  }

  #function(row: number): number {
    if (row < 0) return -1;
    const known = this.#functions[row] as number;
    if (known !== UNSEEN) return known;
    const { functions } = this.#profile;
    const text = (column: Uint32Array) => this.text(column[row] as number);
    const id = this.#entities.function({
      name: text(functions.name),
      systemName: text(functions.systemName),
      filename: text(functions.filename),
      startLine: functions.startLine[row] as number,
    });
    this.#functions[row] = id;
    return id;
  }

  /** A profile without mappings has one of nothing (internal/driver: locateBinaries). */
  #mapping(row: number): number {
    const { mappings } = this.#profile;
    if (row < 0) return mappings.count === 0 ? this.#entities.mapping(NOTHING) : -1;
    const known = this.#mappings[row] as number;
    if (known !== UNSEEN) return known;
    const number = (column: BigUint64Array) => column[row] as bigint;
    const id = this.#entities.mapping({
      start: number(mappings.start),
      limit: number(mappings.limit),
      offset: number(mappings.offset),
      filename: this.text(mappings.filename[row] as number),
      buildId: this.text(mappings.buildId[row] as number),
      has: mappings.has[row] as number,
    });
    this.#mappings[row] = id;
    return id;
  }
}

const NOTHING: NewMapping = { start: 0n, limit: 0n, offset: 0n, filename: 0, buildId: 0, has: 0 };
