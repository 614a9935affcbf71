"""Compares src/stats with an independent implementation, SciPy. Not part of the tests: it needs Python and SciPy.

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install scipy
    node scripts/oracle-stats.mjs | /tmp/oracle/bin/python scripts/oracle-stats.py

Without ties: mannwhitneyu(method="exact"). With ties: permutation_test over every relabelling. The lowest ranks:
permutation_test of the places 0 .. N - 1 in the pooled order, over every relabelling; of tied values head's places are the
mean of those in the two stable orders, rounded so that p is the larger. The bounds are checked by what they mean: the
exact test of the shifted sample rejects just outside them and not inside. Holm by its definition. Exits 1 when anything is off by more than 1e-12 (relative for p).
"""

import json
import sys

import numpy as np
from scipy import stats

TOLERANCE = 1e-12
TAIL = 0.05


def u_statistic(base, head, axis=-1):
    x, y = np.moveaxis(np.asarray(base), axis, -1), np.moveaxis(np.asarray(head), axis, -1)
    above = (y[..., :, None] > x[..., None, :]) + 0.5 * (y[..., :, None] == x[..., None, :])
    return above.sum((-1, -2))


def oracle_p(case, alternative):
    base, head = case["base"], case["head"]
    if not case["ties"]:
        return stats.mannwhitneyu(head, base, alternative=alternative, method="exact").pvalue
    data = (np.asarray(base, float), np.asarray(head, float))
    return stats.permutation_test(data, u_statistic, vectorized=True, n_resamples=np.inf, alternative=alternative).pvalue


def bounds_hold(case):
    lo, hi = case["shift"]["lo"], case["shift"]["hi"]
    if case["ties"] or lo is None:
        return True
    base, head, step = np.array(case["base"]), np.array(case["head"]), 1e-9

    def rejects(shift, alternative):
        return stats.mannwhitneyu(head - shift, base, alternative=alternative, method="exact").pvalue <= TAIL

    outside = rejects(lo - step, "greater") and rejects(hi + step, "less")
    inside = rejects(lo + step, "greater") or rejects(hi - step, "less")
    return outside and not inside


def places(base, head, head_first):
    """Places of head in the pooled order, of equal values those of one side first."""
    pooled = np.concatenate([base, head])
    mine = np.repeat([False, True], [len(base), len(head)])
    order = np.lexsort((mine != head_first, pooled))
    return np.flatnonzero(mine[order])


def low_rank_p(base, head, cut, alternative):
    """One-sided p; alternative "greater" says that head is slower, which a small score shows."""
    total = len(base) + len(head)
    scores = np.maximum(0, cut - np.arange(total))
    twice = sum(int(scores[places(base, head, first)].sum()) for first in (True, False))
    score = -(-twice // 2) if alternative == "greater" else twice // 2
    # All ways to give head its places: the scores may stand in any order.
    null = stats.permutation_test(
        (scores[: len(head)].astype(float), scores[len(head) :].astype(float)),
        lambda x, y, axis=-1: x.sum(axis),
        vectorized=True,
        n_resamples=np.inf,
    ).null_distribution
    return np.mean(null <= score) if alternative == "greater" else np.mean(null >= score)


def low_rank_case(case):
    """Largest relative error of the p values, and whether the bounds are where the test turns."""
    base, head, cut = np.array(case["base"], float), np.array(case["head"], float), case["cut"]
    expected = {side: low_rank_p(base, head, cut, side) for side in ("greater", "less")}
    expected["twoSided"] = min(1, 2 * min(expected.values()))
    error = max(abs(case[side] / p - 1) for side, p in expected.items())
    if case["ties"]:
        return error, True
    lo, hi, step = case["shift"]["lo"], case["shift"]["hi"], 1e-9

    def rejects(shift, side):
        return low_rank_p(base + shift, head, cut, side) <= TAIL

    at_lo = lo is None or (rejects(lo - step, "greater") and not rejects(lo + step, "greater"))
    at_hi = hi is None or (rejects(hi + step, "less") and not rejects(hi - step, "less"))
    return error, at_lo and at_hi


def holm(p):
    order = np.argsort(p)
    adjusted = np.maximum.accumulate(np.minimum(1, np.array(p)[order] * np.arange(len(p), 0, -1)))
    return adjusted[np.argsort(order)]


worst = {"exact, no ties": 0.0, "exact, ties": 0.0, "low ranks, no ties": 0.0, "low ranks, ties": 0.0, "Holm": 0.0}
bounds = failed_bounds = low_bounds = failed_low_bounds = 0
for line in sys.stdin:
    case = json.loads(line)
    if "holm" in case:
        worst["Holm"] = float(np.max(np.abs(holm(case["p"]) - case["holm"])))
        continue
    if "cut" in case:
        error, hold = low_rank_case(case)
        name = "low ranks, ties" if case["ties"] else "low ranks, no ties"
        worst[name] = max(worst[name], float(error))
        low_bounds += not case["ties"] and case["shift"]["lo"] is not None
        failed_low_bounds += not hold
        continue
    for ours, alternative in (("greater", "greater"), ("less", "less"), ("twoSided", "two-sided")):
        expected = oracle_p(case, alternative)
        name = "exact, ties" if case["ties"] else "exact, no ties"
        worst[name] = max(worst[name], float(abs(case[ours] / expected - 1)))
    bounds += case["shift"]["lo"] is not None and not case["ties"]
    failed_bounds += not bounds_hold(case)

for name, error in worst.items():
    print(f"{name}: largest error {error:.2g}")
print(f"Hodges-Lehmann bounds: {bounds - failed_bounds} of {bounds} are where the exact test turns")
print(f"low-rank bounds: {low_bounds - failed_low_bounds} of {low_bounds} are where the exact test turns")
sys.exit(failed_bounds + failed_low_bounds > 0 or max(worst.values()) > TOLERANCE)
