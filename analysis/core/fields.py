"""What the fields of results are called and counted in: one line a field, by its name in the contract."""

from __future__ import annotations

from .messages import Message, mark

_POINTS = mark("points")
_RANK = mark("rank, 1 is the best-off")
_CLASS = mark("class, 1 is the lowest")
_SHARE = mark("share, 0 to 1")
_NUMBER = mark("number")
_PERCENT = "%"
_CODE = mark("code")
_PEOPLE = mark("people")
_PLACES = mark("places")
_SCORE = "z"
_PROBABILITY = mark("probability")
_METRES = "m"
_DEVIATIONS = mark("standard deviations")
_NONE = ""

#: Title and unit.
_FIELDS = {
    "index": (mark("Welfare index"), _POINTS),
    "rank": (mark("Rank"), _RANK),
    "class": (mark("Class"), _CLASS),
    "coverage": (mark("Share of weight with data"), _SHARE),
    "rank_median": (mark("Median rank"), _RANK),
    "rank_low": (mark("Rank, lower bound"), _RANK),
    "rank_high": (mark("Rank, upper bound"), _RANK),
    "rank_share_top": (mark("Share of draws in the best fifth"), _SHARE),
    "rank_share_bottom": (mark("Share of draws in the worst fifth"), _SHARE),
    "rank_draws": (mark("Draws with a rank"), _NUMBER),
    "health_index": (mark("Health index"), _SHARE),
    "education_index": (mark("Education index"), _SHARE),
    "income_index": (mark("Expenditure index"), _SHARE),
    "hdi": (mark("Human development index"), _POINTS),
    "hdi_before": (mark("Human development index, earlier year"), _POINTS),
    "growth": (mark("Growth a year"), _PERCENT),
    "shortfall_reduction": (mark("Reduction of the shortfall"), _PERCENT),
    "category": (mark("Category"), _CODE),
    "headcount": (mark("Headcount ratio (H)"), _SHARE),
    "intensity": (mark("Intensity (A)"), _SHARE),
    "mpi": (mark("Multidimensional poverty index (M0)"), _SHARE),
    "se_headcount": (mark("Standard error of H"), _SHARE),
    "se_intensity": (mark("Standard error of A"), _SHARE),
    "se_mpi": (mark("Standard error of M0"), _SHARE),
    "records": (mark("Records"), _NUMBER),
    "reliability": (mark("Reliability"), _CODE),
    "population": (mark("Population"), _PEOPLE),
    "change": (mark("Change"), _POINTS),
    "index_before": (mark("Index, earlier year"), _POINTS),
    "index_after": (mark("Index, later year"), _POINTS),
    "rank_before": (mark("Rank, earlier year"), _RANK),
    "rank_after": (mark("Rank, later year"), _RANK),
    "change_rank": (mark("Places won"), _PLACES),
    "change_rank_low": (mark("Places won, lower bound"), _PLACES),
    "change_rank_high": (mark("Places won, upper bound"), _PLACES),
    "beyond_noise": (mark("Beyond the noise of ranks"), _CODE),
    "indicators_compared": (mark("Indicators compared"), _NUMBER),
    "gi": (mark("Getis–Ord statistic"), _NONE),
    "gi_z": (mark("Getis–Ord standard score"), _SCORE),
    "gi_p": (mark("Pseudo p"), _PROBABILITY),
    "gi_q": (mark("Corrected p"), _PROBABILITY),
    "gi_class": (mark("Hotspot or coldspot"), _CODE),
    "gi_p_analytic": (mark("Analytic p"), _PROBABILITY),
    "lisa": (mark("Local statistic"), _NONE),
    "lisa_z": (mark("Local statistic, standard score"), _SCORE),
    "lisa_p": (mark("Pseudo p"), _PROBABILITY),
    "lisa_q": (mark("Corrected p"), _PROBABILITY),
    "lisa_class": (mark("Cluster or outlier"), _CODE),
    "lisa_p_analytic": (mark("Analytic p"), _PROBABILITY),
    "bivariate_class": (mark("Class of two fields"), _CODE),
    "trend_z": (mark("Mann–Kendall standard score"), _SCORE),
    "trend_p": (mark("p of the trend"), _PROBABILITY),
    "pattern": (mark("Pattern over the years"), _CODE),
    "region": (mark("Region"), _CODE),
    "silhouette": (mark("Silhouette"), _NONE),
    "found_by": (mark("How the pair was found"), _CODE),
    "distance": (mark("Distance"), _METRES),
    "weight": (mark("Weight"), _NONE),
    "weight_back": (mark("Weight the other way"), _NONE),
    "fitted": (mark("Fitted value"), _NONE),
    "residual": (mark("Residual"), _NONE),
    "residual_sd": (mark("Residual in standard deviations"), _DEVIATIONS),
    "served": (mark("Under- or over-served"), _CODE),
    "eligible": (mark("Eligible people"), _PEOPLE),
    "recipients": (mark("Recipients"), _PEOPLE),
    "eligible_recipients": (mark("Eligible recipients"), _PEOPLE),
    "exclusion": (mark("Exclusion error"), _SHARE),
    "inclusion": (mark("Inclusion error"), _SHARE),
    "quota": (mark("Quota"), _PEOPLE),
    "quota_gap": (mark("Recipients beyond the quota"), _PEOPLE),
    "role": (mark("Role in the comparison"), _CODE),
    "convergence": (mark("Agreement of numbers and voices"), _CODE),
    "voices": (mark("Weight of the voices"), _NONE),
    "themes": (mark("Themes"), _NONE),
    "notes": (mark("Notes"), _NUMBER),
    "decision": (mark("Decision on the first recommendation"), _CODE),
    "priority": (mark("First recommendation"), _CODE),
    "priority_name": (mark("Name of the first recommendation"), _NONE),
    "reason": (mark("Reason"), _NONE),
    "measure": (mark("Measure"), _CODE),
    "value": (mark("Value"), _NONE),
    "low": (mark("Lower bound"), _NONE),
    "high": (mark("Upper bound"), _NONE),
    "between": (mark("Between groups"), _NONE),
    "within": (mark("Within groups"), _NONE),
    "statistic": (mark("Statistic"), _NONE),
    "expected": (mark("Expected value"), _NONE),
    "variance": (mark("Variance"), _NONE),
    "z": (mark("Standard score"), _SCORE),
    "p_analytic": (mark("Analytic p"), _PROBABILITY),
    "p_permutation": (mark("Permutation p"), _PROBABILITY),
    "coefficient": (mark("Coefficient"), _NONE),
    "robust_error": (mark("Robust standard error"), _NONE),
    "standard_error": (mark("Standard error"), _NONE),
    "p": ("p", _PROBABILITY),
    "effect": (mark("Effect"), _NONE),
    "n": (mark("Number of units"), _NUMBER),
    "missing": (mark("Missing values"), _NUMBER),
    "correlation": (mark("Correlation"), _NONE),
    "weight_overall": (mark("Overall weight"), _SHARE),
    "weight_effective": (mark("Effective weight"), _SHARE),
    "join_method": (mark("How the row was joined"), _CODE),
    "clamped": (mark("Indicators beyond the goalposts"), _NONE),
    "population_share": (mark("Share of the population"), _SHARE),
    "severity": (mark("Severity (M2)"), _SHARE),
    "from": (mark("From"), _NONE),
    "to": (mark("To"), _NONE),
    "strong_count": (mark("Needs of at least the threshold"), _NUMBER),
    "budget": (mark("Budget"), _NONE),
    "spent": (mark("Spending"), _NONE),
    "absorption": (mark("Share of the budget spent"), _SHARE),
    "share": (mark("Share of all poverty (M0)"), _SHARE),
    "gap": (mark("Gap (M1)"), _SHARE),
    "cost": (mark("Spent for each eligible recipient"), _NONE),
    "cautions": (mark("Cautions"), _NONE),
}
#: Of fields with a name of the study behind a beginning of ours.
_FAMILIES = {
    "dim_": (mark("Score of the dimension {name}"), _POINTS),
    "contribution_": (mark("Contribution of {name}"), _NONE),
    "need_": (mark("Need for recommendation {name}"), _POINTS),
    "change_": (mark("Change of {name}"), _NONE),
    "censored_": (mark("Censored headcount ratio of {name}"), _SHARE),
}


def described(role: str) -> tuple[Message | str, Message | str]:
    """Return title and unit of a field by its name in the contract; empty for a field that is none of ours."""
    if role in _FIELDS:
        title, unit = _FIELDS[role]
        return Message(title), Message(unit) if unit else ""
    for start, (title, unit) in _FAMILIES.items():
        if role.startswith(start):
            return Message(title, {"name": role.removeprefix(start)}), Message(unit) if unit else ""
    return "", ""
