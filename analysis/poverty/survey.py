"""Standard errors of H, A and M0 for a sample with strata and clusters, by Taylor linearisation.

H and M0 are weighted means and A is their ratio. A record's linearised value is summed by cluster; the
variance is that of the cluster sums between clusters of a stratum, drawn with replacement and without
correction for a finite population (Stata's svy, R's survey, mpitb). An area is a domain: clusters outside
it count with 0, so that its random size is in the error too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats, Ints, group_sums
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, mark
from ..core.registers import Method, Register
from .alkire_foster import check_cutoff, is_poor, scores
from .profile import CLUSTER, POPULATION, STRATUM, Profile

LONELY = Register(
    mark("rule for strata with one cluster"),
    [
        Method("missing", mark("No standard error where a stratum has one cluster")),
        Method("certainty", mark("A stratum with one cluster adds no variance")),
        Method("centred", mark("A stratum with one cluster deviates from the mean of all clusters")),
    ],
)
#: Standard errors of shares below this are zero but for rounding.
_NOTHING = 1e-9


@dataclass
class StandardErrors:
    """areas, total: `se_headcount`, `se_intensity`, `se_mpi`; NaN where there is none."""

    areas: pd.DataFrame
    total: pd.Series
    clusters: int
    strata: int
    diagnostics: Diagnostics


def standard_errors(profile: Profile, k: float | None = None, lonely: str = "missing") -> StandardErrors:
    """Return linearised standard errors at cut-off k.

    The profile must have been made with a cluster (the household where households were drawn singly) and
    may have strata. Cluster codes count within their stratum. An area whose records do not differ between
    clusters (nobody is poor, or it has a single cluster) has no standard error: that of the formula is 0,
    which would say that its value is certain.

    Raises
    ------
    InputError
        Where the profile has no cluster; warns of strata with one cluster and of areas without standard
        error.
    """
    if CLUSTER not in profile.cells:
        raise InputError(mark("Standard errors need the field of the cluster (the first unit that was drawn)."))
    rule = LONELY[lonely].code
    k = check_cutoff(profile.definition.k if k is None else k)
    cells = profile.cells
    if cells[CLUSTER].isna().any() or (STRATUM in cells and cells[STRATUM].isna().any()):
        raise InputError(mark("Some records name no cluster or stratum; fill them in."))
    strata = pd.factorize(cells[STRATUM])[0] if STRATUM in cells else np.zeros(len(cells), dtype=int)
    clusters, pairs = pd.factorize(strata.astype(np.int64) * len(cells) + pd.factorize(cells[CLUSTER])[0])
    stratum_of = np.asarray(pairs) // len(cells)
    sizes = np.bincount(stratum_of)
    diagnostics = Diagnostics(n=profile.diagnostics.n)
    single = int((sizes == 1).sum())
    if single:
        diagnostics.warn(
            mark("{count} {count:stratum has|strata have} a single cluster: {rule}."),
            count=single,
            rule=Message(LONELY[rule].label),
        )
    design = _Design(clusters, stratum_of, sizes, rule)
    areas = _errors(profile, k, design, profile.area_codes)
    areas.index = profile.areas
    total = _errors(profile, k, design, np.zeros(len(cells), dtype=int)).iloc[0]
    alone = int(areas["se_mpi"].isna().sum()) if total["se_mpi"] == total["se_mpi"] else 0
    if alone:
        diagnostics.warn(
            mark(
                "No standard error in {count} areas: nobody is poor there, or the records are of one cluster, "
                "which says nothing of the spread."
            ),
            count=alone,
        )
    return StandardErrors(areas, total, len(stratum_of), len(sizes), diagnostics)


@dataclass(frozen=True)
class _Design:
    clusters: Ints  # of each cell
    stratum_of: Ints  # of each cluster
    sizes: Ints  # clusters of each stratum
    lonely: str

    def variance(self, values: Floats, domains: Ints) -> Floats:
        """Return the variance of the sum of cells' linearised values in each domain."""
        count = int(domains.max()) + 1
        if self.lonely == "missing" and (self.sizes == 1).any():
            return np.full(count, np.nan)
        # only the clusters that a domain touches have a sum other than 0
        keys, places = np.unique(domains * np.int64(len(self.stratum_of)) + self.clusters, return_inverse=True)
        sums = np.bincount(places, values)
        domain, cluster = keys // len(self.stratum_of), keys % len(self.stratum_of)
        stratum = self.stratum_of[cluster]
        sizes = self.sizes[stratum]
        cell = domain * len(self.sizes) + stratum
        total = np.bincount(cell, sums, minlength=count * len(self.sizes))
        square = np.bincount(cell, sums**2, minlength=count * len(self.sizes))
        every = np.tile(self.sizes, count)
        spread = square - total**2 / every
        factor = np.divide(every, every - 1.0, out=np.zeros(every.size), where=every > 1)
        variance = group_sums(np.repeat(np.arange(count), len(self.sizes)), factor * spread)
        if self.lonely == "centred":
            middle = np.bincount(domain, sums, minlength=count) / len(self.stratum_of)
            alone = sizes == 1
            variance += np.bincount(domain[alone], (sums[alone] - middle[domain[alone]]) ** 2, minlength=count)
            # a lonely cluster outside the domain has sum 0 and deviates by the mean itself
            inside = np.bincount(domain[alone], minlength=count)
            variance += ((self.sizes == 1).sum() - inside) * middle**2
        return variance


def _errors(profile: Profile, k: float, design: _Design, domains: Ints) -> pd.DataFrame:
    score = scores(profile)[profile.pattern_codes]
    poor = is_poor(score, k).astype(float)
    weight = profile.cells[POPULATION].to_numpy()
    people = np.bincount(domains, weight)
    poor_people = np.bincount(domains, weight * poor)
    deprivation = np.bincount(domains, weight * poor * score)
    with np.errstate(divide="ignore", invalid="ignore"):
        intensity = deprivation / poor_people
        columns = {
            "se_headcount": weight * (poor - (poor_people / people)[domains]) / people[domains],
            "se_intensity": weight * poor * (score - intensity[domains]) / poor_people[domains],
            "se_mpi": weight * (poor * score - (deprivation / people)[domains]) / people[domains],
        }
    found = pd.DataFrame(
        {name: np.sqrt(np.maximum(design.variance(values, domains), 0.0)) for name, values in columns.items()}
    )
    # with strata of certainty it is the user's word that there is no variance
    return found if design.lonely == "certainty" else found.where(found > _NOTHING)
