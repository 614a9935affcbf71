// What others would say of the same samples, slower or not.

/** benchstat: two-sided Mann-Whitney at 0.05, no correction, no margin; called slower where the median rose. */
export function benchstat({ pair: { base, head } }, { mannWhitney, median }) {
  return mannWhitney(base.value, head.value).twoSided < 0.05 && median(head.value) > median(base.value);
}

/** github-action-benchmark: one value of each side, failed above its default threshold of 200 %. */
export function actionBenchmark({ pair: { base, head } }) {
  return head.value[0] > 2 * base.value[0];
}
