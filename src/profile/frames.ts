import { CALL } from './edges.ts';
import type { NodeTable } from './granularity.ts';

/**
 * The frames of each location whose nodes are kept. Those of location l are `start[l]` … `start[l + 1] − 1`, innermost
 * inlined call first.
 */
export interface KeptFrames {
  readonly start: Uint32Array;
  readonly node: Uint32Array;
  /** How a frame is reached: bits of {@link CALL}. */
  readonly call: Uint8Array;
  /**
   * What a walk from the root has at a location's end: twice its innermost node, and 1 more where frames that are not kept
   * follow; −1 where none is kept.
   */
  readonly exit: Int32Array;
}

export function framesKept(nodes: NodeTable, kept?: Uint8Array): KeptFrames {
  const count = nodes.start.length - 1;
  const start = new Uint32Array(count + 1);
  const node = new Uint32Array(nodes.node.length);
  const call = new Uint8Array(nodes.node.length);
  const exit = new Int32Array(count).fill(-1);
  let n = 0;
  for (let location = 0; location < count; location++) {
    const from = nodes.start[location] as number;
    const outermost = (nodes.start[location + 1] as number) - 1;
    for (let frame = from; frame <= outermost; frame++) {
      const at = nodes.node[frame] as number;
      if (kept !== undefined && kept[at] === 0) continue;
      if (exit[location] === -1) exit[location] = at * 2 + (frame > from ? 1 : 0);
      const caller = frame === outermost ? at : (nodes.node[frame + 1] as number);
      const over = kept !== undefined && kept[caller] === 0;
      node[n] = at;
      call[n++] = (frame === outermost ? 0 : CALL.inline) | (over ? CALL.residual : 0);
    }
    start[location + 1] = n;
  }
  return { start, node: node.subarray(0, n), call: call.subarray(0, n), exit };
}
