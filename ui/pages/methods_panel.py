"""The choices that hold for the whole index."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtWidgets import QCheckBox, QSpinBox, QWidget

from ...analysis.indices.definition.model import Classes, Definition
from ...analysis.indices.methods.aggregation import AGGREGATIONS
from ...analysis.indices.methods.classification import CLASSIFICATIONS
from ...analysis.indices.methods.missing import MISSING
from ...analysis.indices.methods.normalisation import NORMALISATIONS
from ...analysis.indices.methods.outliers import OUTLIERS
from ...language import tr
from ...processing.base.commands import INDEX, help_of
from ..session import Session
from ..widgets.basics import form, show_value
from ..widgets.choices import Choice, register_choice
from ..widgets.numbers import percent_box


class MethodsPanel(QWidget):
    """Normalisation, missing values, outliers, aggregation, orientation and classes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._free = Classes()
        self.normalisation = register_choice(tr("Normalisation"), NORMALISATIONS)
        self.missing = register_choice(tr("Missing values"), MISSING)
        self.coverage = percent_box()
        self.coverage.setToolTip(tr("The share of weight that must be measured for a kelurahan to get an index."))
        self.coverage.setAccessibleName(tr("Least coverage"))
        self.outliers = register_choice(tr("Outliers"), OUTLIERS)
        self.within = register_choice(tr("Aggregation within dimensions"), AGGREGATIONS)
        self.across = register_choice(tr("Aggregation of the dimensions"), AGGREGATIONS)
        self.orientation = Choice(tr("High values mean"))
        self.orientation.fill([("welfare", tr("welfare")), ("deprivation", tr("deprivation"))])
        self.classes = register_choice(tr("Classes"), CLASSIFICATIONS)
        self.count = QSpinBox()
        self.count.setRange(2, 12)
        self.count.setAccessibleName(tr("Number of classes"))
        self.held = QCheckBox(tr("Hold the class bounds"))
        self.held.setToolTip(tr("The bounds stay as they are now while weights change, on the map and in the run."))
        self._lay_out()
        self._connect()
        session.model.changed.connect(self.refresh)
        session.result_changed.connect(self._offer_hold)
        self.refresh()

    def _lay_out(self) -> None:
        rows = form(
            (tr("Normalisation"), self.normalisation),
            (tr("Missing values"), self.missing),
            (tr("Least coverage"), self.coverage),
            (tr("Outliers"), self.outliers),
            (tr("Within dimensions"), self.within),
            (tr("Across dimensions"), self.across),
            (tr("High values mean"), self.orientation),
            (tr("Classes"), self.classes),
            (tr("Number of classes"), self.count),
            parent=self,
        )
        rows.addRow(self.held)
        for widget, parameter in (
            (self.normalisation, "NORMALISATION"),
            (self.missing, "MISSING"),
            (self.outliers, "OUTLIERS"),
            (self.within, "AGGREGATION"),
            (self.across, "AGGREGATION_DIMENSIONS"),
            (self.classes, "CLASSES"),
            (self.count, "CLASS_COUNT"),
        ):
            widget.setToolTip(help_of(INDEX, parameter))

    def _connect(self) -> None:
        for part in ("normalisation", "missing", "outliers"):
            choice = getattr(self, part)
            choice.activated.connect(lambda *_, part=part: self._method_chosen(part))
        self.coverage.valueChanged.connect(
            lambda value: self._edit(missing=replace(self._definition.missing, coverage=value / 100.0))
        )
        for level in ("within", "across"):
            getattr(self, level).activated.connect(lambda *_, level=level: self._aggregation_chosen(level))
        self.orientation.activated.connect(lambda *_: self._edit(orientation=self.orientation.code()))
        self.classes.activated.connect(lambda *_: self._classes_chosen())
        self.count.valueChanged.connect(
            lambda count: self._edit(classes=replace(self._definition.classes, count=count))
        )
        self.held.clicked.connect(self._hold)

    @property
    def _definition(self) -> Definition:
        return self.session.model.draft.definition

    def refresh(self) -> None:
        """Show the choices of the definition."""
        definition = self._definition
        self.setEnabled(not self.session.model.read_only)
        self.normalisation.show_code(definition.normalisation.method)
        self.missing.show_code(definition.missing.method)
        show_value(self.coverage, 100.0 * definition.missing.coverage)
        show_value(self.count, definition.classes.count)
        self.coverage.setEnabled(not MISSING[definition.missing.method].refuses)
        self.outliers.show_code(definition.outliers.method)
        self.within.show_code(definition.aggregation.within.method)
        self.across.show_code(definition.aggregation.across.method)
        self.orientation.show_code(definition.orientation)
        self.classes.show_code(definition.classes.method)
        fixed = CLASSIFICATIONS[definition.classes.method].own_bounds
        self.count.setEnabled(not fixed)
        self.held.setChecked(fixed)
        self._offer_hold()

    def _offer_hold(self) -> None:
        self.held.setEnabled(self.session.result is not None)

    def _edit(self, **changes: object) -> None:
        draft = self.session.model.draft
        self.session.model.edit(replace(draft, definition=replace(draft.definition, **changes)))

    def _method_chosen(self, part: str) -> None:
        code = getattr(self, part).code()
        now = getattr(self._definition, part)
        # the scale belongs to the method that it was given for
        extra = {"scale": None} if part == "normalisation" else {}
        if code != now.method:
            self._edit(**{part: replace(now, method=code, **extra)})

    def _aggregation_chosen(self, level: str) -> None:
        levels = self._definition.aggregation
        chosen = replace(getattr(levels, level), method=getattr(self, level).code())
        self._edit(aggregation=replace(levels, **{level: chosen}))

    def _classes_chosen(self) -> None:
        code = self.classes.code()
        if CLASSIFICATIONS[code].own_bounds:
            self._hold(True)
        else:
            self._edit(classes=replace(self._definition.classes, method=code, breaks=()))

    def _hold(self, held: bool) -> None:
        """Fix the bounds of the last result, or let them follow the data again."""
        now = self._definition.classes
        if not held:
            self._edit(classes=replace(self._free, count=now.count))
        elif self.session.result is not None and now.method != "fixed":
            self._free = now
            breaks = tuple(self.session.result.breaks[1:-1].tolist())
            self._edit(classes=Classes("fixed", now.count, breaks))
        else:
            self.refresh()
