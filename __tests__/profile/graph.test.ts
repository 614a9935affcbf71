import { describe, expect, test } from '@jest/globals';
import { nodesOf } from '../../src/profile/granularity.ts';
import { edgesOf, type Graph, graphOf } from '../../src/profile/graph.ts';
import { calleesOf, callersOf } from '../../src/profile/neighbours.ts';
import { handMade } from './hand-made.ts';

/** `from → to weight`, with `inline` and `residual`. */
function edges({ nodes, edges }: Graph): string[] {
  return Array.from({ length: edges.count }, (_, edge) => {
    const [from, to] = [nodes.names[edges.from[edge] as number], nodes.names[edges.to[edge] as number]];
    const how = `${edges.isInline(edge) ? ' inline' : ''}${edges.isResidual(edge) ? ' residual' : ''}`;
    return `${from} → ${to} ${edges.weight[edge]}${how}`;
  });
}

const graph = (stacks: Record<string, number>, without: readonly string[] = []) => {
  const profile = handMade({ samples: Object.entries(stacks).map(([stack, value]) => ({ stack, values: [value] })) });
  const nodes = nodesOf(profile);
  const kept = Uint8Array.from(nodes.names, (name) => (without.includes(name) ? 0 : 1));
  return graphOf(profile, nodes, { value: 0 }, without.length > 0 ? kept : undefined);
};

describe('edges', () => {
  test('one per pair, once per sample, none of a function to itself', () => {
    expect(edges(graph({ 'main;a;b;a;b;b': 5, 'main;a': 1 }))).toEqual(['main → a 6', 'a → b 5', 'b → a 5']);
  });

  test('an edge is inline only if every first call of a sample is', () => {
    expect(edges(graph({ 'main;a>b;a;b': 1, 'main;a>c': 2 }))).toEqual([
      'main → a 3',
      'a → b 1 inline',
      'b → a 1',
      'a → c 2 inline',
    ]);
    expect(edges(graph({ 'main;a;b;a>b': 1, 'main;a>b': 1 }))).toEqual(['main → a 2', 'a → b 2', 'b → a 1']);
  });

  test('a node that is left out gives its calls to its neighbours, and its own value to nobody', () => {
    const left = graph({ 'main;x;a': 1, 'main;a': 2, 'main;y>x>b;c': 4, 'main;b>x': 8 }, ['x']);
    expect(edges(left)).toEqual([
      'main → a 3 residual',
      'main → y 4',
      'y → b 4 inline residual',
      'b → c 4',
      'main → b 8',
    ]);
    const values = Object.fromEntries(
      Array.from(left.listed, (node) => [left.nodes.names[node], [left.flat[node], left.cum[node]]]),
    );
    expect(values).toEqual({ main: [0, 15], a: [3, 3], y: [0, 4], b: [0, 12], c: [4, 4] });
  });

  test('what was left out at the end of a location is told to the next', () => {
    expect(edges(graph({ 'main;a>x;b': 1 }, ['x']))).toEqual(['main → a 1', 'a → b 1 residual']);
    expect(edges(graph({ 'x;main;x;x;b;x': 1 }, ['x']))).toEqual(['main → b 1 residual']);
  });

  test('by node', () => {
    const whole = graph({ 'main;a;b': 1, 'main;c;b': 2 });
    const names = (list: readonly number[] | undefined, end: Uint32Array) =>
      (list ?? []).map((edge) => whole.nodes.names[end[edge] as number]);
    const b = whole.nodes.names.indexOf('b');
    const main = whole.nodes.names.indexOf('main');
    expect(names(callersOf(whole)[b], whole.edges.from)).toEqual(['a', 'c']);
    expect(names(calleesOf(whole)[main], whole.edges.to)).toEqual(['a', 'c']);
  });

  test('many: the tables grow', () => {
    const stacks = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`main;f${i}`, 1]));
    const { edges } = graph(stacks);
    expect(edges.count).toBe(3000);
    expect(new Set(edges.to.subarray(0, 3000)).size).toBe(3000);
  });
});

test('the weight of a mean is divided by the sum of what it counts', () => {
  const profile = handMade({ types: ['n/count', 'delay/ns'], samples: [{ stack: 'a;b', values: [2, 9] }] });
  const { weight, weightDivisor } = edgesOf(profile, nodesOf(profile), { value: 1, divisor: 0 });
  expect([weight[0], weightDivisor[0]]).toEqual([9, 2]);
});
