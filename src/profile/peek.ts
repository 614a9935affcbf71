import { UserError } from '../model/diagnostic.ts';
import type { Profile } from '../model/profile.ts';
import { compareTexts, right } from './go-text.ts';
import { nodesOf } from './granularity.ts';
import { cumOf, flatOf, type Graph } from './graph.ts';
import type { Figures } from './header.ts';
import { calleesOf, callersOf } from './neighbours.ts';
import { GoRegexp } from './regexp/index.ts';
import { Report, type ReportOptions } from './report.ts';
import { trimmed } from './trim.ts';
import { percentage } from './units.ts';

const SEPARATOR = '----------------------------------------------------------+-------------';
const HEAD = '      flat  flat%   sum%        cum   cum%   calls calls% + context 	 	 ';

/**
 * Callers and callees of the functions whose names match, as `go tool pprof -peek` prints them (google/pprof,
 * internal/report: printTree). Nothing is trimmed.
 *
 * @throws UserError where none matches, for a bad regular expression, and as {@link Report}.
 */
export function peekText(profile: Profile, pattern: string, options: ReportOptions = {}): string {
  const report = new Report(profile, { ...options, trim: false });
  const { weights, order, candidates, droppedNodes, edges } = trimmed(
    report.profile,
    nodesOf(report.profile, options),
    report.measure,
    report.trimOptions,
  );
  const graph = { ...weights, edges: edges() };
  const figures = report.figures(graph);
  const flat = order.reduce((sum, node) => sum + flatOf(graph, node), 0);
  const shown = { flat, nodes: order.length, candidates, droppedNodes, nodeFraction: 0 };
  const text = new PeekText(graph, figures);
  const regexp = new GoRegexp(pattern);
  const matching = order.filter((node) => regexp.test(graph.nodes.names[node] as string));
  if (matching.length === 0) throw new UserError(`no matches found for regexp: ${pattern}`);
  const lines = [...report.lines(figures, shown), SEPARATOR, HEAD];
  for (const node of matching) lines.push(SEPARATOR, ...text.of(node));
  return `${[...lines, SEPARATOR].join('\n')}\n`;
}

class PeekText {
  readonly #graph: Graph;
  readonly #figures: Figures;
  readonly #in: readonly (readonly number[])[];
  readonly #out: readonly (readonly number[])[];
  #sum = 0;

  constructor(graph: Graph, figures: Figures) {
    this.#graph = graph;
    this.#figures = figures;
    this.#in = callersOf(graph);
    this.#out = calleesOf(graph);
  }

  of(node: number): string[] {
    const { edges } = this.#graph;
    const [flat, cum] = [flatOf(this.#graph, node), cumOf(this.#graph, node)];
    this.#sum += flat;
    const { format, total } = this.#figures;
    const own = `${right(format(flat), 10)} ${percentage(flat, total)} ${percentage(this.#sum, total)}`;
    const all = `${right(format(cum), 10)} ${percentage(cum, total)}`;
    return [
      ...this.#sorted(this.#in[node] ?? []).map((edge) => this.#edge(edge, edges.from[edge] as number, cum)),
      `${own} ${all}                | ${this.#name(node)}`,
      ...this.#sorted(this.#out[node] ?? []).map((edge) => this.#edge(edge, edges.to[edge] as number, cum)),
    ];
  }

  #edge(edge: number, neighbour: number, cum: number): string {
    const { edges } = this.#graph;
    const weight = edges.weight[edge] as number;
    const inline = edges.isInline(edge) ? ' (inline)' : '';
    const value = right(this.#figures.format(weight), 50);
    return `${value} ${percentage(weight, cum)} |   ${this.#name(neighbour)}${inline}`;
  }

  #name(node: number): string {
    return this.#graph.nodes.names[node] as string;
  }

  /** Heaviest first, then by the names (internal/graph: edgeList). */
  #sorted(list: readonly number[]): number[] {
    const { from, to, weight } = this.#graph.edges;
    const size = (edge: number) => Math.abs(weight[edge] as number);
    return [...list].sort(
      (a, b) =>
        size(b) - size(a) ||
        compareTexts(this.#name(from[a] as number), this.#name(from[b] as number)) ||
        compareTexts(this.#name(to[a] as number), this.#name(to[b] as number)),
    );
  }
}
