// What is compared: pprof's flags beside our options.

/** One case: flags, and what they are in our words. */
const of = (flags, options) => ({ flags, options });

/** For every sample type. */
export const EVERY_TYPE = [
  of(['-nodecount=0', '-nodefraction=0'], { nodeFraction: 0 }),
  of([], {}),
  of(['-cum'], { order: 'cum' }),
  of(['-lines'], { granularity: 'lines' }),
  of(['-addresses', '-nodefraction=0'], { granularity: 'addresses', nodeFraction: 0 }),
];

/** With the values themselves, unrounded: the unit of the sample type. */
export const exact = (unit) => of(['-nodefraction=0', `-unit=${unit}`], { nodeFraction: 0, unit });

/** For the default sample type. */
export const DEFAULT_TYPE = [
  of(['-files'], { granularity: 'files' }),
  of(['-filefunctions', '-nodefraction=0'], { granularity: 'filefunctions', nodeFraction: 0 }),
  of(['-addresses', '-noinlines'], { granularity: 'addresses', noInlines: true }),
  of(['-lines', '-cum', '-noinlines'], { granularity: 'lines', order: 'cum', noInlines: true }),
  of(['-lines', '-showcolumns'], { granularity: 'lines', showColumns: true }),
  of(['-noinlines', '-nodefraction=0'], { noInlines: true, nodeFraction: 0 }),
  of(['-nodecount=7'], { nodeCount: 7 }),
  of(['-nodecount=5', '-cum', '-edgefraction=0.2'], { nodeCount: 5, order: 'cum', edgeFraction: 0.2 }),
  of(['-nodefraction=0.1', '-edgefraction=0.05'], { nodeFraction: 0.1, edgeFraction: 0.05 }),
  of(['-trim=false'], { trim: false }),
  of(['-unit=auto'], { unit: 'auto' }),
  of(['-divide_by=7'], { divideBy: 7 }),
  of(['-compact_labels'], { compactLabels: true }),
  of(['-mean', '-nodefraction=0'], { mean: true, nodeFraction: 0 }),
  of(['-mean', '-cum'], { mean: true, order: 'cum' }),
  of(['-drop_negative'], { dropNegative: true }),
  of(['-focus=runtime\\.'], { focus: 'runtime\\.' }),
  of(['-focus=(?i)MALLOC|sort', '-nodefraction=0'], { focus: '(?i)MALLOC|sort', nodeFraction: 0 }),
  of(['-focus=main', '-relative_percentages'], { focus: 'main', relativePercentages: true }),
  of(['-ignore=^runtime\\.[[:alpha:]]+$'], { ignore: '^runtime\\.[[:alpha:]]+$' }),
  of(['-hide=^(runtime|sync)\\b', '-nodefraction=0'], { hide: '^(runtime|sync)\\b', nodeFraction: 0 }),
  of(['-show=json|strings|sort|main|^b', '-nodefraction=0'], { show: 'json|strings|sort|main|^b', nodeFraction: 0 }),
  of(['-show_from=Benchmark|work', '-lines'], { showFrom: 'Benchmark|work', granularity: 'lines' }),
  of(['-prune_from=malloc|Lock'], { pruneFrom: 'malloc|Lock' }),
  of(['-focus=.', '-ignore=\\.go$', '-hide=x{2,3}?'], { focus: '.', ignore: '\\.go$', hide: 'x{2,3}?' }),
  of(['-focus=nothing of the kind'], { focus: 'nothing of the kind' }),
  of(['-focus=a(b'], { focus: 'a(b' }),
  of(['-tagfocus=worker:[01]'], { tagFocus: 'worker:[01]' }),
  of(['-tagfocus=key=val,oth', '-nodefraction=0'], { tagFocus: 'key=val,oth', nodeFraction: 0 }),
  of(['-tagfocus=key:v,key:o'], { tagFocus: 'key:v,key:o' }),
  of(['-tagignore=path=/v1/item=[34]'], { tagIgnore: 'path=/v1/item=[34]' }),
  of(['-tagfocus=1kb:1mb'], { tagFocus: '1kb:1mb' }),
  of(['-tagfocus=bytes=:64', '-nodefraction=0'], { tagFocus: 'bytes=:64', nodeFraction: 0 }),
  of(['-tagfocus=bytes=:64b'], { tagFocus: 'bytes=:64b' }),
  of(['-tagignore=4kb:'], { tagIgnore: '4kb:' }),
  of(['-tagfocus=latency=1ms:2ms'], { tagFocus: 'latency=1ms:2ms' }),
  of(['-tagfocus=latency=-5ms'], { tagFocus: 'latency=-5ms' }),
];

/** Of a profile and a base. */
export const DIFFERENCES = ['-diff_base', '-base'].flatMap((kind) =>
  [[], ['-normalize']].map((more) => ({ kind, flags: more, options: { normalize: more.length > 0 } })),
);
export const DIFFERENCE_TOPS = [
  of(['-nodefraction=0'], { nodeFraction: 0 }),
  of([], {}),
  of(['-cum', '-drop_negative'], { order: 'cum', dropNegative: true }),
  of(['-lines'], { granularity: 'lines' }),
];

/** Patterns to peek at. */
export const PEEKS = ['.', 'malloc|Lock|work', 'encoding/json', 'nothing of the kind'];
