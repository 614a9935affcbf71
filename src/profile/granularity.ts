import type { Profile } from '../model/profile.ts';
import { binaryOf } from './binary.ts';
import { basePath, cleanPath } from './go-text.ts';

/** What is one node: pprof's five, and the Go package of a function. */
export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses' | 'packages';

export interface NodeOptions {
  readonly granularity?: Granularity;
  /** Inlined calls count for the function that they were inlined into. */
  readonly noInlines?: boolean;
  /** Columns beside the lines; at `addresses` they always are. */
  readonly showColumns?: boolean;
  /** Files as the profile names them; else without the folder that build systems put before them. */
  readonly wholePaths?: boolean;
}

/** What a node stands for; what its granularity leaves out is '' or 0. */
export interface NodeInfo {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly address: bigint;
  /** Only where there is no name: the binary, and where the function starts. */
  readonly objfile: string;
  readonly startLine: number;
}

/**
 * Which node each frame is. The frames of location l are `start[l]` … `start[l + 1] − 1`, innermost inlined call first; a
 * location without lines has one.
 */
export interface NodeTable {
  readonly infos: readonly NodeInfo[];
  /** As printed, one per node. */
  readonly names: readonly string[];
  readonly start: Uint32Array;
  readonly node: Uint32Array;
}

const EMPTY = { name: '', file: '', line: 0, column: 0, address: 0n, objfile: '', startLine: 0 };

/**
 * The nodes of a profile (google/pprof, profile/profile.go: Aggregate; internal/graph: CreateNodes, nodeInfo). Nodes are
 * numbered in the order of the locations that first show them.
 */
export function nodesOf(profile: Profile, options: NodeOptions = {}): NodeTable {
  const { lineStart, count } = profile.locations;
  const start = new Uint32Array(count + 1);
  const node = new Uint32Array(profile.lines.function.length + count);
  const numbering = new Numbering(profile, options);
  let n = 0;
  for (let location = 0; location < count; location++) {
    const [from, to] = [lineStart[location] as number, lineStart[location + 1] as number];
    if (from === to) node[n++] = numbering.withoutLine(location);
    for (let line = options.noInlines ? Math.max(from, to - 1) : from; line < to; line++)
      node[n++] = numbering.ofLine(location, line);
    start[location + 1] = n;
  }
  return { infos: numbering.infos, names: numbering.infos.map(printableName), start, node: node.subarray(0, n) };
}

class Numbering {
  readonly infos: NodeInfo[] = [];
  readonly #ids = new Map<string, number>();
  readonly #profile: Profile;
  readonly #granularity: Granularity;
  readonly #columns: boolean;
  readonly #wholePaths: boolean;
  /** Node + 1 of a function, where the function alone decides. */
  readonly #ofFunction: Uint32Array;
  /** What is the same in all lines of a function. */
  readonly #functions: (NodeInfo | undefined)[] = [];

  constructor(profile: Profile, options: NodeOptions) {
    const { granularity = 'functions', showColumns = false, noInlines = false, wholePaths = false } = options;
    this.#profile = profile;
    this.#granularity = granularity;
    this.#wholePaths = wholePaths;
    this.#columns = showColumns || (granularity === 'addresses' && !noInlines);
    this.#ofFunction = new Uint32Array(profile.functions.count);
  }

  withoutLine(location: number): number {
    return this.#id({ ...EMPTY, address: this.#address(location), objfile: this.#objfile(location) });
  }

  ofLine(location: number, line: number): number {
    const fn = this.#profile.lines.function[line] as number;
    if (fn < 0) return this.withoutLine(location);
    const known = this.#ofFunction[fn] as number;
    if (known > 0) return known - 1;
    const info = this.#function(fn);
    const lines = this.#granularity === 'lines' || this.#granularity === 'addresses';
    const nameless = info.name === '';
    if (!lines && !nameless) {
      const id = this.#id(info);
      this.#ofFunction[fn] = id + 1;
      return id;
    }
    return this.#id({
      ...info,
      line: lines ? (this.#profile.lines.line[line] as number) : 0,
      column: lines && this.#columns ? (this.#profile.lines.column[line] as number) : 0,
      address: this.#address(location),
      objfile: nameless ? this.#objfile(location) : '',
      startLine: nameless ? (this.#profile.functions.startLine[fn] as number) : 0,
    });
  }

  #function(fn: number): NodeInfo {
    const known = this.#functions[fn];
    if (known) return known;
    const { strings, functions } = this.#profile;
    const text = (column: Uint32Array) => strings[column[fn] as number] ?? '';
    const withFile = this.#granularity !== 'functions' && this.#granularity !== 'packages';
    const path = withFile ? text(functions.filename) : '';
    const file = this.#wholePaths ? path : trimPath(path);
    const info = { ...EMPTY, name: this.#name(text(functions.name)), file: file && cleanPath(file) };
    this.#functions[fn] = info;
    return info;
  }

  #name(name: string): string {
    if (this.#granularity === 'files') return '';
    return this.#granularity === 'packages' ? packageOf(name) : name;
  }

  #address(location: number): bigint {
    return this.#granularity === 'addresses' ? (this.#profile.locations.address[location] as bigint) : 0n;
  }

  #objfile(location: number): string {
    return binaryOf(this.#profile, this.#profile.locations.mapping[location] as number);
  }

  #id(info: NodeInfo): number {
    const key = `${info.address} ${info.line} ${info.column} ${info.startLine}\n${info.name}\n${info.file}\n${info.objfile}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.infos.length;
    this.#ids.set(key, id);
    this.infos.push(info);
    return id;
  }
}

/** internal/report: trimPath, without paths of the user's. */
function trimPath(path: string): string {
  return path.replace(/^\/proc\/self\/cwd\/(?:\.\/)?/, '');
}

/**
 * The import path of a Go function: what stands before the first dot behind the last slash. Type arguments may hold slashes
 * and dots of their own; a name without a package stands for itself.
 */
export function packageOf(name: string): string {
  const plain = /^[^[(]*/.exec(name)?.[0] ?? name;
  const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
  return dot < 0 ? name : plain.slice(0, dot);
}

/** internal/graph: NodeInfo.NameComponents, joined by blanks. */
function printableName({ name, file, line, column, address, objfile }: NodeInfo): string {
  const parts: string[] = [];
  if (address !== 0n) parts.push(address.toString(16).padStart(16, '0'));
  if (name !== '') parts.push(name);
  if (line !== 0) parts.push(`${file}:${line}${column === 0 ? '' : `:${column}`}`);
  else if (file !== '') parts.push(file);
  else if (name === '') parts.push(objfile === '' ? '<unknown>' : `[${basePath(objfile)}]`);
  return parts.join(' ');
}
