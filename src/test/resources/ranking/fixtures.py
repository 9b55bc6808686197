#!/usr/bin/env python3
"""Writes the expected values of the statistics, computed by NumPy and SciPy, beside this file.

    python3 fixtures.py        (needs numpy and scipy)

Durations are whole nanoseconds. Undefined values are null.
"""
import json
import math
import pathlib

import numpy as np
import scipy
from scipy import stats

HERE = pathlib.Path(__file__).parent
PERCENTS = (50, 90, 95, 99)


def nanoseconds(seconds):
    return np.maximum(1, np.round(np.asarray(seconds) * 1e9))


def nearest_rank(values, percent):
    """numpy's inverted_cdf, checked against the definition in integers, which has no rounding."""
    expected = np.sort(values)[max(1, -(-percent * len(values) // 100)) - 1]
    assert expected == np.quantile(values, percent / 100, method="inverted_cdf") or percent * len(values) % 100 == 0
    return float(expected)


def defined(value):
    return float(value) if math.isfinite(value) else None


def statistics(values):
    values = np.asarray(values, dtype=float)
    with np.errstate(all="ignore"):
        median = np.float64(nearest_rank(values, 50))
        stddev = np.std(values, ddof=1) if len(values) > 1 else np.float64("nan")
        cv = stats.variation(values, ddof=1) if len(values) > 1 else np.float64("nan")
        mad = np.float64(nearest_rank(np.abs(values - median), 50))
        result = {
            "mean": float(np.mean(values)),
            "stddev": defined(stddev),
            "cv": defined(cv),
            "cvMedian": defined(stddev / median),
            "robustCv": defined(1.4826 * mad / median),
            "min": float(values.min()),
            "max": float(values.max()),
            "tailRatio": defined(np.float64(nearest_rank(values, 95)) / median),
            "tailEvents": int((values > 10 * median).sum()),
        }
        for percent in PERCENTS:
            result[f"p{percent}"] = nearest_rank(values, percent)
        if len(values) % 2 == 1:
            # With an odd number the two conventions for a median agree, so SciPy's own MAD is the witness.
            theirs = defined(1.4826 * stats.median_abs_deviation(values) / median)
            assert theirs == result["robustCv"] or math.isclose(theirs, result["robustCv"], rel_tol=1e-12)
            result["robustCv"] = theirs
    return result


def data_sets():
    rng = np.random.default_rng(20261124)
    lognormal = rng.lognormal(np.log(0.4), 0.35, 1501)
    outliers = lognormal.copy()
    outliers[rng.choice(1501, 12, replace=False)] *= rng.uniform(15, 90, 12)
    seed_like = rng.lognormal(np.log(0.43), 0.3, 2880)
    seed_like[rng.choice(2880, 6, replace=False)] = rng.uniform(80, 170, 6)
    deck = np.interp((np.arange(200) + 0.5) / 200, [0, 0.5, 0.95, 0.99, 1], [0.19, 0.25, 1.08, 1.5, 2.6])
    timeouts = np.concatenate([rng.lognormal(np.log(0.3), 0.2, 276), np.full(12, 30.0)])
    yield "constant", nanoseconds(np.full(40, 0.25))
    yield "constant of a fraction that binary numbers lack", np.full(40, 0.1)
    yield "one", nanoseconds([0.387214])
    yield "two", nanoseconds([0.3, 0.9])
    yield "five", nanoseconds([0.31, 0.29, 0.35, 0.30, 4.2])
    yield "all zero", np.zeros(15)
    yield "mostly zero", np.concatenate([np.zeros(16), nanoseconds([0.1] * 15)])
    yield "pareto", nanoseconds(0.2 * (1 + rng.pareto(1.3, 2001)))
    yield "lognormal", nanoseconds(lognormal)
    yield "lognormal with outliers", nanoseconds(outliers)
    yield "bimodal", nanoseconds(np.concatenate([rng.normal(0.2, 0.01, 500), rng.normal(1.4, 0.05, 301)]))
    yield "a coefficient of variation above ten", nanoseconds(seed_like)
    yield "a deck of 200", nanoseconds(rng.permutation(deck))
    yield "with timeouts", nanoseconds(rng.permutation(timeouts))
    yield "large mean and tiny spread", 1e12 + rng.permutation(np.arange(1000.0))
    yield "thirty", nanoseconds(rng.gamma(4, 0.1, 30))


def cell_bootstrap():
    """The same bootstrap written out: draw cells, put their numbers together, compute."""
    rng = np.random.default_rng(7)
    cells, per_cell, resamples = 60, 6, 20_000
    level = np.repeat(rng.lognormal(0, 0.15, cells), per_cell)
    values = nanoseconds(level * rng.lognormal(np.log(0.4), 0.3, cells * per_cell))
    values[rng.choice(len(values), 8, replace=False)] *= 25
    cell_of = np.repeat(np.arange(cells), per_cell)
    order = rng.permutation(len(values))
    values, cell_of = values[order], cell_of[order]
    members = [values[cell_of == cell] for cell in range(cells)]
    names = ["mean", "stddev", "cv", "cvMedian", "robustCv", "p50", "p90", "p95", "tailRatio"]
    drawn = {name: np.empty(resamples) for name in names}
    for r in range(resamples):
        resample = statistics_fast(np.concatenate([members[c] for c in rng.integers(0, cells, cells)]))
        for name in names:
            drawn[name][r] = resample[name]
    point = statistics(values)
    inflation = math.sqrt(cells / (cells - 1))
    intervals = {}
    for name in names:
        if name in ("mean", "stddev", "cv", "cvMedian"):
            half = stats.t.ppf(0.975, cells - 1) * inflation * np.std(np.log(drawn[name]), ddof=1)
            unseen = 1 if name == "mean" else unseen_spread(members, values)
            intervals[name] = [point[name] * math.exp(-half), point[name] * math.exp(half) * unseen]
        else:
            deviations = inflation * (drawn[name] - point[name])
            intervals[name] = [point[name] + float(np.quantile(deviations, q)) for q in (0.025, 0.975)]
    return {"cells": cells, "cellOf": cell_of.tolist(), "values": values.tolist(), "intervals": intervals}


def unseen_spread(members, values):
    """Three times the squares of the cell that holds most of them, added to all squares; where there are tail events."""
    if not (values > 10 * nearest_rank(values, 50)).any():
        return 1
    squares = [float(((numbers - values.mean()) ** 2).sum()) for numbers in members]
    return math.sqrt(1 + 3 * max(squares) / sum(squares))


def statistics_fast(values):
    ordered = np.sort(values)
    n = len(ordered)
    rank = {p: ordered[max(1, -(-p * n // 100)) - 1] for p in PERCENTS}
    deviations = np.sort(np.abs(ordered - rank[50]))
    stddev = ordered.std(ddof=1)
    return {"mean": ordered.mean(), "stddev": stddev, "cv": stddev / ordered.mean(), "cvMedian": stddev / rank[50],
            "robustCv": 1.4826 * deviations[max(1, -(-n // 2)) - 1] / rank[50],
            "p50": rank[50], "p90": rank[90], "p95": rank[95], "tailRatio": rank[95] / rank[50]}


def independent_bootstrap():
    """Every number its own cell: what scipy.stats.bootstrap does, its deviations scaled by √(n/(n−1))."""
    rng = np.random.default_rng(11)
    values = nanoseconds(rng.lognormal(np.log(0.4), 0.5, 301))
    inflation = math.sqrt(len(values) / (len(values) - 1))
    point, intervals = statistics(values), {}
    for name in ("p50", "p95", "robustCv", "tailRatio"):
        found = stats.bootstrap((values,), lambda x, name=name: statistics_fast(x)[name], vectorized=False,
                                n_resamples=10_000, method="percentile", random_state=rng).confidence_interval
        intervals[name] = [point[name] + inflation * (end - point[name]) for end in (found.low, found.high)]
    return {"cells": len(values), "cellOf": list(range(len(values))), "values": values.tolist(), "intervals": intervals}


def main():
    made_with = {"numpy": np.__version__, "scipy": scipy.__version__}
    sets = [{"name": name, "values": values.tolist(), "expected": statistics(values)} for name, values in data_sets()]
    student = {str(v): stats.t.ppf(0.975, v) for v in (11, 12, 20, 59, 287, 3599)}
    wilson = [{"n": n, "failures": f, "interval": list(stats.binomtest(n - f, n).proportion_ci(method="wilson"))}
              for n, f in ((1, 0), (30, 0), (30, 30), (288, 1), (1440, 72))]
    write("statistics.json", {"madeWith": made_with, "sets": sets, "studentT": student, "wilson": wilson})
    write("intervals.json", {"madeWith": made_with,
                             "sets": [{"name": "cells", **cell_bootstrap()}, {"name": "independent", **independent_bootstrap()}]})


def write(name, content):
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
