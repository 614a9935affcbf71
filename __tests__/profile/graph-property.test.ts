import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type NodeTable, nodesOf } from '../../src/profile/granularity.ts';
import { graphOf } from '../../src/profile/graph.ts';
import { type HandSample, handMade } from './hand-made.ts';

interface Edge {
  weight: number;
  inline: boolean;
  residual: boolean;
}

/** internal/graph's newGraph word for word, frame by frame over names: slow and plain. */
function plainGraph(samples: readonly HandSample[], kept: ReadonlySet<string>) {
  const flat = new Map<string, number>();
  const cum = new Map<string, number>();
  const edges = new Map<string, Edge>();
  const add = (map: Map<string, number>, name: string, value: number) => map.set(name, (map.get(name) ?? 0) + value);
  for (const { stack, values } of samples) {
    const [w = 0] = values;
    if (w === 0) continue;
    const seen = new Set<string>();
    const seenEdges = new Set<string>();
    let parent: string | undefined;
    let residual = false;
    for (const location of stack.split(';'))
      location.split('>').forEach((name, depth) => {
        if (!kept.has(name)) {
          residual = true;
          return;
        }
        if (!seen.has(name)) add(cum, name, w);
        seen.add(name);
        const key = `${parent} → ${name}`;
        if (parent !== undefined && parent !== name && !seenEdges.has(key)) {
          seenEdges.add(key);
          const edge = edges.get(key) ?? { weight: 0, inline: true, residual: false };
          edge.weight += w;
          edge.inline &&= depth > 0;
          edge.residual ||= residual;
          edges.set(key, edge);
        }
        parent = name;
        residual = false;
      });
    if (parent !== undefined && !residual) add(flat, parent, w);
  }
  return { flat: nonZero(flat), cum: nonZero(cum), edges: Object.fromEntries(edges) };
}

const nonZero = (map: Map<string, number>) => Object.fromEntries([...map].filter(([, value]) => value !== 0));

function ours(samples: readonly HandSample[], kept: ReadonlySet<string>) {
  const profile = handMade({ samples });
  const nodes: NodeTable = nodesOf(profile);
  const graph = graphOf(
    profile,
    nodes,
    { value: 0 },
    Uint8Array.from(nodes.names, (name) => (kept.has(name) ? 1 : 0)),
  );
  const byName = (column: Float64Array) => nonZero(new Map(nodes.names.map((name, i) => [name, column[i] as number])));
  const { edges } = graph;
  const named = Array.from({ length: edges.count }, (_, edge) => [
    `${nodes.names[edges.from[edge] as number]} → ${nodes.names[edges.to[edge] as number]}`,
    { weight: edges.weight[edge], inline: edges.isInline(edge), residual: edges.isResidual(edge) },
  ]);
  return { flat: byName(graph.flat), cum: byName(graph.cum), edges: Object.fromEntries(named) };
}

test('the graph is that of a plain walk, whatever recurs, is inlined or is left out', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const location = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('>'));
  const stack = fc.array(location, { minLength: 1, maxLength: 8 }).map((locations) => locations.join(';'));
  const sample = fc.record({ stack, values: fc.tuple(fc.integer({ min: -3, max: 9 })) });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 12 }), fc.uniqueArray(name), (samples, kept) => {
      const only = new Set(kept.length === 0 ? ['a', 'b', 'c', 'd', 'e'] : kept);
      expect(ours(samples, only)).toEqual(plainGraph(samples, only));
    }),
    { numRuns: 1000 },
  );
});
