"""Compares src/stats with an independent implementation, SciPy. Not part of the tests: it needs Python and SciPy.

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install scipy mpmath
    node scripts/oracle-stats.mjs | /tmp/oracle/bin/python scripts/oracle-stats.py

Without ties: mannwhitneyu(method="exact"). With ties: permutation_test over every relabelling. The lowest ranks:
permutation_test of the places 0 .. N - 1 in the pooled order, over every relabelling; of tied values head's places
are the mean of those in the two stable orders, rounded so that p is the larger. The incomplete beta and gamma
functions: their series with 60 digits (mpmath), since SciPy loses digits where the parameters are large. Rates and
shares: binomtest and its exact interval; the power of the rates: the sum over every pair of Poisson counts.
Trends: kendalltau(method="exact"), with ties every order of the values; slopes: theilslopes.
Categories: chi2_contingency, and random tables of the same margins for the permutation p. The bounds are checked by
what they mean: the exact test of the shifted sample rejects just outside them and not inside. Holm by its definition.
Exits 1 when anything is off by more than 1e-12 (relative for p), or by more than SciPy's own error in its quantiles
and intervals.
"""

import itertools
import json
import sys

import mpmath as mp
import numpy as np
from scipy import stats

TOLERANCE = 1e-12
# SciPy's own quantiles and intervals are found to some 1e-8; the power is stated to 0.0002, absolutely.
LOOSER = 1e-7
POWER = 2e-4
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


mp.mp.dps = 60


def lower_beta(a, b, x):
    """Lower tail by Gauss's series, whose terms are all positive (Abramowitz & Stegun 26.5.4)."""
    term = total = mp.mpf(1)
    k = 0
    while term > total * mp.mpf(10) ** -45:
        term *= x * (a + b + k) / (a + 1 + k)
        total += term
        k += 1
    log = a * mp.log(x) + b * mp.log(1 - x) + mp.loggamma(a + b) - mp.loggamma(a + 1) - mp.loggamma(b)
    return total * mp.exp(log)


def beta_error(case):
    (a, b), x = map(mp.mpf, case["beta"]), mp.mpf(case["x"])
    if x <= a / (a + b):
        below = lower_beta(a, b, x)
        return worst_tail(case, below, 1 - below)
    above = lower_beta(b, a, 1 - x)
    return worst_tail(case, 1 - above, above)


def gamma_error(case):
    s, x = mp.mpf(case["gamma"]), mp.mpf(case["x"])
    term = total = 1 / s
    k = s + 1
    while term > total * mp.mpf(10) ** -45 or k < x:
        term *= x / k
        total += term
        k += 1
    below = total * mp.exp(s * mp.log(x) - x - mp.loggamma(s))
    return worst_tail(case, below, 1 - below)


def worst_tail(case, below, above):
    pairs = ((case["below"], below), (case["above"], above))
    return max(float(abs(ours / expected - 1)) for ours, expected in pairs if expected > mp.mpf(10) ** -30)


def quantile_error(case):
    return abs(case["quantile"] / stats.beta.ppf(case["p"], *case["beta"]) - 1)


def rates_error(case):
    base, head = case["rates"]
    n, m = base["events"], head["events"]
    if n + m == 0:
        return 0.0
    odds = case["ratio"] * head["exposure"] / base["exposure"]
    errors = []
    for side in ("greater", "less"):
        expected = stats.binomtest(m, n + m, odds / (1 + odds), side).pvalue
        if expected > 1e-290:
            errors.append(abs(case[side] / expected - 1))
    interval = stats.binomtest(m, n + m).proportion_ci(0.9, "exact")
    scale = base["exposure"] / head["exposure"]
    errors.append(abs(case["lo"] / (interval.low / (1 - interval.low) * scale) - 1) if m else case["lo"])
    if n:
        errors.append(abs(case["hi"] / (interval.high / (1 - interval.high) * scale) - 1))
    return max(errors)


def share_error(case):
    interval = stats.binomtest(*case["share"]).proportion_ci(0.95, "exact")
    low = abs(case["lo"] - interval.low) / max(interval.low, 1e-300)
    return max(low, abs(case["hi"] / interval.high - 1))


def stability_index(base, head):
    half = base.shape[-1] / 2
    p = (base + 0.5) / (base.sum(-1, keepdims=True) + half)
    q = (head + 0.5) / (head.sum(-1, keepdims=True) + half)
    return ((q - p) * np.log(q / p)).sum(-1)


def shift_errors(case, seed):
    """Error of the index and of chi-square, and by how many standard deviations the permutation p is off."""
    counts = np.array([[c["base"] for c in case["cells"]], [c["head"] for c in case["cells"]]], float)
    chi = stats.chi2_contingency(counts, correction=False)
    psi = stability_index(counts[0], counts[1])
    errors = [abs(case["psi"] - psi), abs(case["chiSquare"]["statistic"] - chi.statistic) / max(1, chi.statistic)]
    if chi.pvalue > 1e-290:
        errors.append(abs(case["chiSquare"]["p"] / chi.pvalue - 1))
    tables = stats.random_table(counts.sum(1), counts.sum(0), seed=seed).rvs(4000)
    p = np.mean(stability_index(tables[:, 0], tables[:, 1]) >= psi * (1 - 1e-12))
    pooled = (p * 4000 + case["permutation"] * 1000) / 5000
    deviation = np.sqrt(pooled * (1 - pooled) * (1 / 4000 + 1 / 1000))
    # The observed table is one of ours: up to a thousandth more.
    return max(errors), abs(case["permutation"] - p - 0.001 * (1 - p)) / max(deviation, 1e-3)


def power_error(case):
    design = case["design"]
    mean, exposures, level = design["expected"], design["exposures"], design["level"]
    counts = np.arange(int(mean + 12 * np.sqrt(mean) + 40))
    # The least count of head that is called: P(X >= m) of n + m events is the upper tail of a negative binomial count.
    critical = stats.nbinom.isf(level, counts + 1, 1 / (1 + exposures)) + 1
    called = stats.poisson.sf(critical - 1, mean * exposures * case["detectable"])
    return abs(float((stats.poisson.pmf(counts, mean) * called).sum()) - design["power"])


def trend_errors(case):
    """Largest relative error of the p values of Mann-Kendall, and of the Theil-Sen slope (absolute where it is small)."""
    values = case["series"]
    slope = stats.theilslopes(values, case["xs"]).slope
    slope_error = abs(case["slope"] - slope) / max(1, abs(slope))
    if case["ties"]:
        data = np.array(list(itertools.permutations(values)))
        i, j = np.triu_indices(len(values), 1)
        null = np.sign(data[:, j] - data[:, i]).sum(1)
        expected = {"rising": np.mean(null >= case["s"]), "falling": np.mean(null <= case["s"])}
    else:
        tau = {"rising": "greater", "falling": "less", "twoSided": "two-sided"}
        order = np.arange(len(values))
        expected = {k: stats.kendalltau(order, values, method="exact", alternative=a).pvalue for k, a in tau.items()}
    return max(abs(case[side] / p - 1) for side, p in expected.items()), slope_error


def holm(p):
    order = np.argsort(p)
    adjusted = np.maximum.accumulate(np.minimum(1, np.array(p)[order] * np.arange(len(p), 0, -1)))
    return adjusted[np.argsort(order)]


worst = {"exact, no ties": 0.0, "exact, ties": 0.0, "low ranks, no ties": 0.0, "low ranks, ties": 0.0, "Holm": 0.0}
looser = {"beta quantiles": 0.0, "rates": 0.0, "shares": 0.0, "PSI and chi-square": 0.0}
worst.update({"Mann-Kendall, no ties": 0.0, "Mann-Kendall, ties": 0.0, "Theil-Sen": 0.0})
worst.update({"incomplete beta": 0.0, "incomplete gamma": 0.0})
distances = [0.0]
power = 0.0


def keep(errors, name, error):
    errors[name] = max(errors[name], float(error))


bounds = failed_bounds = low_bounds = failed_low_bounds = 0
for line in sys.stdin:
    case = json.loads(line)
    if "holm" in case:
        worst["Holm"] = float(np.max(np.abs(holm(case["p"]) - case["holm"])))
        continue
    if "series" in case:
        error, slope_error = trend_errors(case)
        keep(worst, "Mann-Kendall, ties" if case["ties"] else "Mann-Kendall, no ties", error)
        keep(worst, "Theil-Sen", slope_error)
        continue
    if "beta" in case:
        keep(worst, "incomplete beta", beta_error(case))
        keep(looser, "beta quantiles", quantile_error(case))
        continue
    if "gamma" in case:
        keep(worst, "incomplete gamma", gamma_error(case))
        continue
    if "rates" in case:
        keep(looser, "rates", rates_error(case))
        continue
    if "share" in case:
        keep(looser, "shares", share_error(case))
        continue
    if "cells" in case:
        error, distance = shift_errors(case, len(distances))
        keep(looser, "PSI and chi-square", error)
        distances.append(distance)
        continue
    if "design" in case:
        power = max(power, power_error(case))
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

for name, error in {**worst, **looser}.items():
    print(f"{name}: largest error {error:.2g}")
print(f"Hodges-Lehmann bounds: {bounds - failed_bounds} of {bounds} are where the exact test turns")
print(f"low-rank bounds: {low_bounds - failed_low_bounds} of {low_bounds} are where the exact test turns")
print(f"power of rates: largest error {power:.2g}")
print(f"permutation p of {len(distances) - 1} tables: {max(distances):.2g} standard deviations apart at most")
off = max(worst.values()) > TOLERANCE or max(looser.values()) > LOOSER or power > POWER or max(distances) > 5
sys.exit(bool(off or failed_bounds + failed_low_bounds > 0))
