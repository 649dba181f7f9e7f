"""`regions`: contiguous regions and typologies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, Progress, mark
from ...analysis.report.sections.regions import regions_sections
from ...analysis.spatial.cautions import caution
from ...analysis.spatial.regions.methods import GROUPINGS, advise_count
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import HOTSPOTS
from ..base.neighbours import neighbours_of
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    choice,
    extra_table,
    field,
    input_layer,
    number,
    report_file,
    seed_number,
    sink,
    whole,
)
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.map_of import MapOf, titled
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .parameters import area_fields, read_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...analysis.spatial.regions.partition import Regions as Result
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

#: Numbers of groups that are tried.
MOST = 8


class Regions(Algorithm):
    """Areas that are alike in several fields, next to each other or not."""

    ID = "regions"
    TITLE = mark("Regions and typologies")
    GROUP = HOTSPOTS
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark("Groups areas that are alike in several fields: contiguous regions, or types anywhere.")
    HELP = mark(
        "<p>Added fields: region (1, 2, …, from the highest mean of all fields), silhouette (−1 to 1: how much "
        "nearer the area is to its own group than to the next).</p>"
        "<p>skater cuts the tree of the most alike neighbours (Assunção and others 2006); ward joins "
        "neighbours; kmeans ignores the map. Fields are standardised first; turn fields so that high is good "
        "in all of them, if the order of the groups is to mean something.</p>"
        "<p>Areas without a value, and for contiguous regions areas without neighbours, belong to no group.</p>"
    )
    TAGS = mark(
        "SKATER,Ward,k-means,cluster,regionalisation,typology,silhouette,tipologi,wilayah,kelompok,pengelompokan"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Areas, or points, with the numbers to compare."),
            field("FIELDS", tr("Fields"), NUMERIC, many=True),
            tr("The numbers the areas are alike in."),
            choice("METHOD", tr("Method"), GROUPINGS, "skater"),
            tr("skater and ward make contiguous regions, kmeans makes types."),
            whole("NUMBER", tr("Number of groups"), optional=True),
            tr("Without it 2 to 8 are tried and the one with the highest mean silhouette is taken."),
            number("MINIMUM_SIZE", tr("Minimum size"), 1.0),
            tr(
                "For skater: every region has at least so many areas, or so many people where a population "
                "field is given."
            ),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("The population, for the minimum size."),
            *weight_parameters(),
            seed_number(),
            tr("For kmeans: the same seed gives the same types on every computer."),
            *area_fields(),
            sink("OUTPUT", self.displayName()),
            tr("The layer with the group of each area; in a GeoPackage it keeps its style."),
            extra_table("OUTPUT_PROFILE", tr("Profile")),
            tr("Table of the groups: number of areas and the mean of each field, plain and standardised (…_z)."),
            report_file(),
            tr("Report of the groups, their profile and the number of groups as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(
            NUMBER_OF_GROUPS=tr("Number of groups"),
            SILHOUETTE=tr("Mean silhouette"),
            BETWEEN=tr("Share of the differences between groups"),
        )

    def compute(self, run: Run) -> dict[str, Any]:
        """Group, then write everything."""
        columns, population = run.fields("FIELDS"), run.field("POPULATION_FIELD")
        contiguous = run.choice("METHOD") != "kmeans"
        frame, codes = read_units(run, [*columns, population])
        weights = neighbours_of(run, frame.index, neighbour_choice(run), codes) if contiguous else None
        people = frame[population] if population else None
        group = _grouping(run, frame[columns], weights, people)
        advice = None
        if not run.has("NUMBER") or run.outputs.wanted("REPORT"):
            advice = _advice(group, len(frame))
        if run.has("NUMBER"):
            number = run.integer("NUMBER")
        elif advice is not None:
            number = int(advice.index[advice["advised"]][0])
        else:
            number = 2  # what stands in the way of two groups is what the user has to know
        result = group(number)
        if weights is not None:
            caution(result.diagnostics, weights)
        run.tell(result.diagnostics)
        self._write(run, result)
        names = run.unit_names(frame.index)
        write_report(
            run, lambda: regions_sections(result, columns, advice, names), lead=Message(self.SUMMARY), weights=weights
        )
        return {"NUMBER_OF_GROUPS": number, "SILHOUETTE": result.silhouette, "BETWEEN": result.between}

    def _write(self, run: Run, result: Result) -> None:
        units = result.frame.assign(region=result.frame["region"].astype("Int64"))
        title = titled(self.TITLE, *map(run.called, run.fields("FIELDS")))
        types = {"types": run.choice("METHOD") == "kmeans"}
        write_beside(run, "OUTPUT", units, MapOf("regions", "region", title, types), 0.7)
        profile = result.profile.reset_index()
        write_rows(run, "OUTPUT_PROFILE", profile)


def _advice(group: Callable[[int], Result], n: int) -> pd.DataFrame | None:
    """Compare those of 2 to 8 groups that can be made; None where none can."""
    results = {number: _attempt(group, number) for number in range(2, min(MOST, n - 1) + 1)}
    made = {number: result for number, result in results.items() if result is not None}
    return advise_count(made.__getitem__, made) if made else None


def _attempt(group: Callable[[int], Result], number: int) -> Result | None:
    """Return the groups; None where the map or the minimum size does not allow so many or so few."""
    try:
        return group(number)
    except InputError:
        return None


def _grouping(run: Run, values: pd.DataFrame, weights: Weights | None, people: pd.Series | None) -> Any:
    """Return the function that makes a number of groups by the method chosen."""
    method, least = run.choice("METHOD"), run.number("MINIMUM_SIZE")
    if least > 1 and method != "skater":
        raise InputError(mark("Only skater keeps a minimum size; choose it, or set the minimum to 1."))
    function, seed = GROUPINGS[method].function, run.seed()
    stop: Progress = run.progress(0.3, 0.7)

    def group(number: int) -> Result:
        stop(0.0)
        if method == "kmeans":
            return function(values, number, seed)
        if method == "ward":
            return function(values, weights, number)
        if people is None:
            return function(values, weights, number, minimum_units=int(least))
        return function(values, weights, number, population=people, minimum_population=least)

    return group
