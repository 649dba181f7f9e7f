"""Records of households or persons: from a table, from files, or summed in the database they are kept in."""

from __future__ import annotations

from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterProviderConnection

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Progress, mark, part
from ...analysis.data.tables.delimited import SUFFIXES, read_delimited
from ...analysis.data.tables.fields import no_field
from ...analysis.data.tables.numbers import only_numbers, read_numbers, to_numbers
from ...analysis.poverty.engines.database import profile_table, refuse_duplicates_in_table, sums_table
from ...analysis.poverty.engines.memory import profile_frame, refuse_duplicates, sums_frame
from ...analysis.poverty.engines.sources import ENGINES, open_files, open_postgres
from ...analysis.poverty.expression import has_depths
from ...language import tr
from ..base.codes import units_by_code
from ..base.parameters import (
    Declared,
    advanced,
    boolean,
    choice,
    field,
    naming_files,
    number,
    number_style,
    source,
    text,
)
from ..io.connections import connection_settings
from ..io.tables import read_table

if TYPE_CHECKING:
    from ...analysis.poverty.areasums import AreaSums
    from ...analysis.poverty.definition import PovertyDefinition
    from ...analysis.poverty.profile import Profile
    from ..base.run import Run

#: How many bytes of a text file show how its numbers are written.
_SAMPLE = 1 << 20

#: With which engine SOURCE is a table of a database; with all others it is a file or a pattern of files.
_TABLE_WHERE = {"ENGINE": "postgres"}

#: The fields of the records beside the indicators; none is looked for in a layer, since the records may
#: be in a database.
KEYS = ("RECORD_CODE_FIELD", "WEIGHT_FIELD", "SIZE_FIELD", "STRATA_FIELD", "CLUSTER_FIELD", "RECORD_ID_FIELD")


def record_parameters() -> Declared:
    """Return the parameters that say where the records are and which fields they have."""
    return [
        source("RECORDS", tr("Records"), optional=True),
        tr("For the engine pandas: a table with a row for each household or person (CSV, XLSX, layer)."),
        choice("ENGINE", tr("Engine"), ENGINES, "pandas"),
        tr(
            "pandas (reads RECORDS), duckdb (reads files larger than memory), postgres (sums in the "
            "database, no record leaves it) or pyspark. All but pandas need the package ibis-framework and "
            "read SOURCE; all give the same numbers."
        ),
        naming_files(text("SOURCE", tr("Source")), _TABLE_WHERE),
        tr(
            "For duckdb and pyspark a file or a pattern such as folder/*.parquet (Parquet, CSV, JSON); for "
            "postgres schema.table."
        ),
        QgsProcessingParameterProviderConnection("CONNECTION", tr("Database connection"), "postgres", None, True),
        tr(
            "For postgres: the name of a connection stored in QGIS. Its password stays in QGIS's own "
            "settings or authentication store and is never written to the log."
        ),
        *_record_fields(),
        *number_style(),
        advanced(boolean("ONLY_LAYER", tr("Leave out records of other areas"), False)),
        tr("For a register that covers more than the layer; otherwise an unknown code is an error."),
        advanced(boolean("DROP_ABSENT", tr("Leave out indicators not collected"), False)),
        tr("Fields of the definition that the records lack are left out; their dimension keeps its weight."),
    ]


def earlier_records() -> Declared:
    """Return the parameters of the records of an earlier year, which have the same fields."""
    return [
        advanced(source("RECORDS_BEFORE", tr("Records of an earlier year"), optional=True)),
        tr("For the change, with the engine pandas: a table with the same fields."),
        advanced(naming_files(text("SOURCE_BEFORE", tr("Source of an earlier year")), _TABLE_WHERE)),
        tr("For the change, with the other engines: as SOURCE."),
        advanced(number("YEARS", tr("Years between"), 1.0, 0.01)),
        tr("Years from the earlier records to the others, for the change per year."),
    ]


def remote_parameter() -> Declared:
    """Return REMOTE, which came last."""
    return [
        advanced(boolean("REMOTE", tr("Let the engine read from the network"), False, optional=True)),
        tr(
            "For duckdb and pyspark: SOURCE may be an address (https://…, s3://…). DuckDB then fetches what it "
            "needs for that; without it, it can open nothing but the files of SOURCE."
        ),
    ]


def _record_fields() -> Declared:
    return [
        field("RECORD_CODE_FIELD", tr("Code field of the records"), optional=True, parent="RECORDS"),
        tr("Code of the kelurahan."),
        field("WEIGHT_FIELD", tr("Weight field of the records"), optional=True, parent="RECORDS"),
        tr("Survey weight; the people a record stands for are weight times size."),
        field("SIZE_FIELD", tr("Household size field"), optional=True, parent="RECORDS"),
        tr("Members of the household: all of them count."),
        field("STRATA_FIELD", tr("Strata field"), optional=True, parent="RECORDS"),
        tr("Strata of the sample, for standard errors."),
        field("CLUSTER_FIELD", tr("Cluster field"), optional=True, parent="RECORDS"),
        tr("The units drawn first, for standard errors; where households were drawn, their own id."),
        field("RECORD_ID_FIELD", tr("Id field of the records"), optional=True, parent="RECORDS"),
        tr("An id that must not repeat, so that nobody counts twice; never written to an output."),
    ]


@dataclass(frozen=True)
class Keys:
    """The fields of the records beside the indicators."""

    area: str
    population: list[str]
    stratum: str | None
    cluster: str | None
    identity: str | None

    @property
    def columns(self) -> list[str]:
        """All of them, each once."""
        every = [self.area, *self.population, self.stratum, self.cluster, self.identity]
        return list(dict.fromkeys(column for column in every if column))


def keys_of(run: Run) -> Keys:
    """Return the fields that the parameters name."""
    named = {name: next(iter(run.names(name)), None) for name in KEYS}
    if not named["RECORD_CODE_FIELD"]:
        raise InputError(mark("Choose RECORD_CODE_FIELD: the field of the records with the kelurahan's code."))
    if named["STRATA_FIELD"] and not named["CLUSTER_FIELD"]:
        raise InputError(mark("Strata need clusters too: choose CLUSTER_FIELD, at least the household's id."))
    if named["WEIGHT_FIELD"] and named["WEIGHT_FIELD"] == named["SIZE_FIELD"]:
        raise InputError(
            mark(
                "WEIGHT_FIELD and SIZE_FIELD are both “{column}”, which would count it twice: weight times size are "
                "the persons of a record. Leave one of them empty."
            ),
            column=named["WEIGHT_FIELD"],
        )
    population = [named[name] for name in ("WEIGHT_FIELD", "SIZE_FIELD") if named[name]]
    return Keys(
        named["RECORD_CODE_FIELD"], population, named["STRATA_FIELD"], named["CLUSTER_FIELD"], named["RECORD_ID_FIELD"]
    )


def read_records(
    run: Run,
    definition: PovertyDefinition,
    uri: str | None,
    diagnostics: Diagnostics,
    k: float | None = None,
    suffix: str = "",
) -> Profile | AreaSums:
    """Return the records summed by the engine chosen: by area at the cut-off k; without k by pattern too.

    uri: of the stored connection; suffix: of the parameters RECORDS and SOURCE, `_BEFORE` for those of an
    earlier year.
    """
    keys = keys_of(run)
    if run.choice("ENGINE") == "pandas":
        return _from_memory(run, definition, keys, diagnostics, k, "RECORDS" + suffix)
    _check_numbers(run, "SOURCE" + suffix, [*definition.fields, *keys.population])
    progress = run.progress(0.0, 0.7)
    table = _open(run, uri, "SOURCE" + suffix, part(progress, 0.0, 0.2))
    definition = _collected(run, definition, list(table.columns), diagnostics)
    _check_columns(keys, list(table.columns))
    if keys.identity:
        refuse_duplicates_in_table(table, keys.identity, part(progress, 0.2, 0.5))
    depths, rest = has_depths(definition.indicators), part(progress, 0.5, 1.0)
    if k is not None:
        return sums_table(table, definition, keys.area, keys.population, k, depths, rest)
    return profile_table(table, definition, keys.area, keys.population, keys.stratum, keys.cluster, depths, rest)


def _from_memory(
    run: Run, definition: PovertyDefinition, keys: Keys, diagnostics: Diagnostics, k: float | None, parameter: str
) -> Profile | AreaSums:
    if not run.has(parameter):
        raise InputError(mark("Choose RECORDS, the table of households or persons, or another engine."))
    table = read_table(run, parameter, diagnostics)
    definition = _collected(run, definition, list(table.frame.columns), diagnostics)
    frame = table.frame[table.check(list(dict.fromkeys([*definition.fields, *keys.columns])))]
    reading, written = Diagnostics(), run.choice("NUMBERS")
    # indicators may be words, which the definition compares with
    indicators = frame[list(dict.fromkeys(definition.fields))]
    measured = read_numbers(indicators, written, reading, run.progress(0.1, 0.2))
    frame = frame.assign(**measured, **only_numbers(frame[keys.population], written, reading))
    diagnostics.warnings.extend(reading.warnings)
    if keys.identity:
        refuse_duplicates(frame, keys.identity)
    depths, progress = has_depths(definition.indicators), run.progress(0.2, 0.6)
    if k is not None:
        return sums_frame(frame, definition, keys.area, keys.population, k, depths, progress)
    return profile_frame(frame, definition, keys.area, keys.population, keys.stratum, keys.cluster, depths, progress)


def _check_numbers(run: Run, parameter: str, fields: list[str]) -> None:
    """Refuse text files whose numbers an engine would take for others: it knows the decimal point alone.

    The beginning of the first file is looked at; the files of a pattern are written alike.
    """
    source = run.text(parameter).strip()
    if Path(source).suffix.lower() not in SUFFIXES:
        return
    path = Path(next(iter(sorted(glob(source))), source))
    if not path.is_file():
        return
    sample = read_delimited(path, most=_SAMPLE).frame
    for column in dict.fromkeys(fields):
        if column not in sample:
            continue
        numbers = to_numbers(sample[column], run.choice("NUMBERS"))
        if numbers.dtype == float and not all(map(_is_plain, sample[column], numbers)):
            raise InputError(
                mark(
                    "The numbers in “{column}” are not written as the engine “{engine}” reads them, with a decimal "
                    "point alone. Save the records as Parquet, or use the engine pandas."
                ),
                column=column,
                engine=run.choice("ENGINE"),
            )


def _is_plain(cell: str | None, number: float) -> bool:
    """Tell whether a cell is read as the same number by an engine that knows the decimal point alone."""
    if number != number:
        return True
    try:
        return float(cell) == number
    except (TypeError, ValueError):
        return False


def _open(run: Run, uri: str | None, parameter: str, progress: Progress) -> Any:
    engine, source = run.choice("ENGINE"), run.text(parameter).strip()
    if not source:
        raise InputError(
            mark("The engine “{engine}” needs SOURCE: a file, a pattern of files, or schema.table."), engine=engine
        )
    if engine != "postgres":
        return open_files(source, backend=engine, remote=run.boolean("REMOTE"), progress=progress)
    if uri is None:
        raise InputError(
            mark("QGIS has no PostgreSQL connection named “{name}”; choose CONNECTION from the stored ones."),
            name=run.text("CONNECTION"),
        )
    schema, _, table = source.rpartition(".")
    return open_postgres(table, schema or None, connection_settings(uri), progress)


def _check_columns(keys: Keys, columns: list[str]) -> None:
    for column in keys.columns:
        if column not in columns:
            raise no_field(column, columns)


def _collected(
    run: Run, definition: PovertyDefinition, columns: list[str], diagnostics: Diagnostics
) -> PovertyDefinition:
    """Return the definition without indicators that the records lack, where the user wants that."""
    absent = [name for name in definition.fields if name not in columns]
    if not absent or not run.boolean("DROP_ABSENT"):
        return definition
    diagnostics.warn(mark("Not collected and left out: {columns}; the measure is not the full one."), columns=absent)
    return definition.without(absent)


def placed(
    run: Run, records: Profile | AreaSums, units: pd.Series, diagnostics: Diagnostics
) -> tuple[Profile | AreaSums, pd.Series]:
    """Return the records of the layer's areas, and the feature id of each area.

    units: the code of each feature. Codes of the home ministry and of the statistics office are taken for
    the same where the crosswalk knows them. Raises `InputError` for codes that the layer lacks, unless
    records of other areas are to be left out, and for two codes of one kelurahan.
    """
    areas = pd.Series(list(records.areas), dtype=object, name="code")
    found = units_by_code(run, units, areas, diagnostics)
    unit_of = pd.Series({area: unit for area, unit in zip(areas, found) if unit is not None}, dtype=object)
    lost = [str(area) for area in records.areas if area not in unit_of.index]
    if lost and (unit_of.empty or not run.boolean("ONLY_LAYER")):
        raise InputError(
            mark(
                "The layer has no kelurahan of these codes of the records: {codes}. Correct them, or let records "
                "of other areas be left out (ONLY_LAYER)."
            ),
            codes=lost,
        )
    twice = unit_of.index[unit_of.duplicated(keep=False)]
    if len(twice):
        raise InputError(
            mark("These codes of the records stand for the same kelurahan: {codes}. Use one code for each."),
            codes=sorted(map(str, twice)),
        )
    if lost:
        diagnostics.step(mark("Records of {count} other {count:area|areas} were left out."), count=len(lost))
        records = records.only(unit_of.index)
    without = units.index.difference(list(unit_of), sort=False)
    if len(without):
        diagnostics.warn(mark("No records that can be measured in {units}."), units=list(without))
    return records, unit_of
