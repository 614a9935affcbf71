// Files that are made to take memory: each is the smallest thing of its kind, over and over.

const varint = (n) => {
  const bytes = [];
  for (let rest = BigInt(n); ; rest >>= 7n) {
    if (rest < 0x80n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
};
const number = (field, value) => [...varint(field * 8), ...varint(value)];
const block = (field, bytes) => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
const TEXTS = [block(6, []), block(6, [0x61])].flat();
const TYPE = block(1, number(1, 1));

/** `unit` over and over, behind `before`. */
function filled(size, unit, before = []) {
  const bytes = Buffer.alloc(size, Uint8Array.from(unit));
  return Buffer.concat([Uint8Array.from([...TEXTS, ...before]), bytes.subarray(0, size - (size % unit.length))]);
}

/** What make(1), make(2) … give, one behind the other. */
function counted(size, make, before = []) {
  const out = Buffer.alloc(size);
  let at = 0;
  for (let i = 1; ; i++) {
    const unit = make(i);
    if (at + unit.length > size) break;
    out.set(unit, at);
    at += unit.length;
  }
  return Buffer.concat([Uint8Array.from([...TEXTS, ...before]), out.subarray(0, at)]);
}

/** One message, whose content is `first` and then `unit` over and over, in a block of its own where `inner` is given. */
function inside(size, field, unit, { before = [], first = [], inner } = {}) {
  const units = Buffer.alloc(size - (size % unit.length), Uint8Array.from(unit));
  const content = Buffer.concat([Uint8Array.from(first), units]);
  const inBlock =
    inner === undefined
      ? content
      : Buffer.concat([Uint8Array.from([inner * 8 + 2, ...varint(content.length)]), content]);
  const head = Uint8Array.from([...TEXTS, ...before, field * 8 + 2, ...varint(inBlock.length)]);
  return Buffer.concat([head, inBlock]);
}

/** An odd factor: ids without any order. */
const wide = (i) => (BigInt(i) * 0x9e37_79b9_7f4a_7c15n) & (2n ** 64n - 1n);

function lines(size, first, make) {
  const out = [first];
  for (let i = 1, length = first.length; length < size; i++) {
    const line = make(i);
    out.push(line);
    length += line.length + 1;
  }
  return Buffer.from(out.join('\n'));
}

/** Files of about so many bytes, by what is in them. */
export function hostileFiles(size) {
  const thousandTypes = Array(1000).fill(TYPE).flat();
  const samples = [...TYPE, ...block(4, number(1, 1))];
  return {
    'empty samples': () => filled(size, [0x12, 0]),
    'empty samples of a thousand types': () => filled(size, [0x12, 0], thousandTypes),
    'empty mappings': () => filled(size, [0x1a, 0]),
    'empty locations': () => filled(size, [0x22, 0]),
    'empty functions': () => filled(size, [0x2a, 0]),
    'empty sample types': () => filled(size, [0x0a, 0]),
    'empty texts': () => filled(size, [0x32, 0]),
    'texts of a letter': () => filled(size, [0x32, 1, 0x62]),
    'texts of two letters': () => filled(size, [0x32, 2, 0x62, 0x63]),
    'texts of two bytes that are no UTF-8': () => filled(size, [0x32, 2, 0xff, 0xff]),
    'texts of 13 letters': () => filled(size, [0x32, 13, ...Array(13).fill(0x62)]),
    'samples of one value': () => filled(size, block(2, number(2, 1)), samples),
    'samples of a thousand values': () => filled(size, block(2, block(2, Array(1000).fill(1))), thousandTypes),
    'the same, every third without one value': () =>
      filled(
        size,
        [1000, 1000, 999].flatMap((n) => block(2, block(2, Array(n).fill(1)))),
        thousandTypes,
      ),
    'one sample of a million values': () => inside(size, 2, [1], { before: samples, inner: 2 }),
    'one sample of a million locations': () => Buffer.concat([inside(size, 2, [1], { before: samples, inner: 1 })]),
    'samples of one location': () => filled(size, block(2, [...number(1, 1), ...number(2, 1)]), samples),
    'labels of one number': () =>
      filled(
        size,
        block(2, [
          ...number(2, 1),
          ...Array(20)
            .fill(block(3, number(3, 1)))
            .flat(),
        ]),
        samples,
      ),
    'labels of nothing': () =>
      filled(size, block(2, [...number(2, 1), ...Array(20).fill(block(3, [])).flat()]), samples),
    'mappings with an id': () => counted(size, (i) => block(3, number(1, i))),
    'locations with an id': () => counted(size, (i) => block(4, number(1, i))),
    'functions with an id': () => counted(size, (i) => block(5, number(1, i))),
    'mappings with ids of 64 bits': () => counted(size, (i) => block(3, number(1, wide(i)))),
    'locations with ids of 64 bits': () => counted(size, (i) => block(4, number(1, wide(i)))),
    'functions with the same id': () => filled(size, block(5, number(1, 7))),
    'lines of one location': () =>
      inside(size, 4, block(4, number(1, 1)), { before: [...samples, ...block(5, number(1, 1))], first: number(1, 2) }),
    'empty lines': () => inside(size, 4, [0x22, 0], { before: samples, first: number(1, 2) }),
    comments: () => inside(size, 13, [1]),
    'comments one by one': () => filled(size, number(13, 1)),
    'period types': () => filled(size, [0x5a, 0]),
    'unknown fields': () => filled(size, number(99, 1)),
    'text: addresses': () => lines(size, '--- mutex:', (i) => `1 1 @ 0x${i.toString(16)}`),
    'text: symbols': () =>
      lines(size, '--- mutex:', (i) => `1 1 @ 0x${(i + 1).toString(16)}\n#\t0x${i.toString(16)}\tf${i}+0x1\tx.go:1`),
    'text: lines that are none': () => lines(size, '--- mutex:', () => 'x'),
  };
}
