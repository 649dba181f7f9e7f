"""A map sheet: page, map, key and margin put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from qgis.core import QgsLayoutSize, QgsPrintLayout, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QRectF

from ...analysis.core.messages import InputError, Message, mark
from ..base.cards import method_of
from ..base.labels import label_names, label_numbers, leave_to_inset, name_field_of
from ..base.wording import number_language
from ..styles.apply_style import class_words
from ..styles.monochrome import draw_without_colour
from ..styles.register import kinds
from .blocks import columns_height, flow, share_out
from .inset import add_inset, location_layer
from .items import MILLIMETRES, box
from .key import NAME_SIZE, NUMBER_SIZE, add_key, read_units, shapes_of, written_numbers
from .layers import SheetLayers, add_to_project, sheet_layers, take_from_project
from .map_frame import add_grids, add_map
from .margin import Margin, sheet_title
from .paper import Page, page
from .plan import GUTTER, SheetPlan, Subject, plan_sheet
from .request import SheetRequest
from .scales import map_crs, map_extent, round_scale
from .template import fill_template, read_template

#: Text of the margin is set in the largest of these sizes that has room; below the second bound steps of
#: the method are left out first.
_LARGEST, _READABLE, _SMALLEST, _STEP = 1.3, 0.9, 0.6, 0.04
_COLUMNS = {True: 1, False: 3}


@dataclass
class Sheet:
    """A finished layout with its project, which must be kept as long as the layout is used.

    A sheet from a template has no plan.
    """

    layout: QgsPrintLayout
    project: QgsProject
    plan: SheetPlan | None
    layers: list[QgsVectorLayer]
    warnings: list[Message] = field(default_factory=list)

    def discard(self) -> None:
        """Take layout and layers out of the project again."""
        take_from_project(self.project, self.layout, self.layers)


def build_sheet(request: SheetRequest, project: QgsProject | None = None) -> Sheet:
    """Compose a sheet; layout and layers go into the project, or into one of their own.

    Raises
    ------
    InputError
        If the layer has no features or no coordinate reference system, or the texts do not fit.
    """
    paper = page(request.paper, request.orientation)
    crs = map_crs(request.layer)
    owner = QgsProject() if project is None else project
    extent = map_extent(request.layer, crs, owner)
    layers = _layers(request, paper.factor, extent)
    units = _units(request, layers)
    plan = plan_sheet(paper, Subject(units, shapes_of(request.layer, crs, owner), extent), request)
    layout = empty_layout(owner, paper)
    layout.setName(free_name(owner, sheet_title(request, layers)))
    _label(layers, request, plan, paper.factor)
    item = add_map(layout, plan.map, layers.drawn, crs, extent.center(), plan.scale, paper.factor)
    intervals = add_grids(item, request.language, paper.factor)
    if plan.inset:
        add_inset(item, plan.inset, request.language, paper.factor)
    if plan.columns:
        add_key(layout, plan.key, plan.columns, paper.factor, plan.labels == "numbers")
    width = plan.margin.width()
    margin = Margin(layout, request, layers, item, intervals, width, paper.factor, 0)
    _fill(margin, plan.margin, paper)
    _frame(layout, paper, plan)
    added = [*layers.drawn, *filter(None, [layers.location])]
    add_to_project(owner, added, layout.name())
    owner.layoutManager().addLayout(layout)
    sheet = Sheet(layout, owner, plan, added, [*_untold(layers), *_cramped(plan, units)])
    if item.extent().width() < extent.width() or item.extent().height() < extent.height():
        cut = mark("At 1 : {scale} the layer is larger than the map on {paper}, so its edges are cut off.")
        sheet.warnings.append(Message(cut, {"scale": round(plan.scale), "paper": request.paper}))
    return sheet


def build_from_template(request: SheetRequest, template: Path, project: QgsProject | None = None) -> Sheet:
    """Fill a layout template of the user's; layout and layers go into the project, or into one of their own.

    Raises
    ------
    InputError
        As `build_sheet`, and if the template cannot be read or has no map.
    """
    crs = map_crs(request.layer)
    owner = QgsProject() if project is None else project
    extent = map_extent(request.layer, crs, owner)
    layout = read_template(template, owner)
    layers = _layers(replace(request, inset=None), 1.0, extent)
    name = request.name_field or name_field_of(request.layer)
    if name and request.labels != "none":
        label_names(layers.main, name, NAME_SIZE, smallest_scale=0)
    frame = layout.itemById("map").rect()
    layout.itemById("map").setCrs(crs)
    scale = request.scale or round_scale(frame.width(), frame.height(), extent)
    warnings = fill_template(layout, request, layers, extent, scale)
    layout.setName(free_name(owner, sheet_title(request, layers)))
    add_to_project(owner, layers.drawn, layout.name())
    owner.layoutManager().addLayout(layout)
    return Sheet(layout, owner, None, layers.drawn, [*_untold(layers), *warnings])


def _layers(request: SheetRequest, factor: float, extent: QgsRectangle) -> SheetLayers:
    """Return the layers of the sheet in its ink."""
    gap = sliver_gap(extent)
    layers = sheet_layers(request.layer, request.group_field, request.language, factor, gap)
    draw_without_colour(layers.main, request.ink, request.language)
    if request.inset is None:
        return layers
    return replace(layers, location=location_layer(request.inset, request.language, factor))


def _untold(layers: SheetLayers) -> list[Message]:
    """Return the warning that a layer is drawn in one colour: it has no style and does not say what it shows."""
    if layers.card is not None or layers.main.renderer().type() != "singleSymbol":
        return []
    text = mark(
        "“{layer}” has no style and does not say what it shows, so that it is drawn in one colour. Style it, or tell "
        "its kind and field with stylelayer (“Style a result”)."
    )
    return [Message(text, {"layer": layers.main.name()})]


def _cramped(plan: SheetPlan, units: list) -> list[Message]:
    """Return the warning that names have no room; numbers are drawn in any case."""
    if plan.labels != "names" or plan.inset or not plan.cramped:
        return []
    names = {unit.id: unit.name for unit in units}
    text = mark("These names have no room on the map and may be missing: {names}.")
    return [Message(text, {"names": [names[one] for one in plan.cramped]})]


def sliver_gap(extent: QgsRectangle) -> float:
    """Return half the width of the slivers that outlines of groups pass over."""
    return max(extent.width(), extent.height()) / 700


def _units(request: SheetRequest, layers: SheetLayers) -> list:
    name = request.name_field or name_field_of(request.layer)
    if name is None:
        return []
    return read_units(layers.main, name, request.group_field, _values(layers, number_language(request.language)))


def _values(layers: SheetLayers, language: str) -> list[str]:
    """Return what stands beside each unit in the key: its number, or its class in words."""
    field = layers.value_field
    if field is None:
        return []
    if layers.main.fields().field(field).isNumeric():
        return written_numbers(layers.main, field, language)
    return class_words(layers.main, kinds()[layers.card.kind], field, language)


def empty_layout(project: QgsProject, paper: Page) -> QgsPrintLayout:
    """Return a layout with one empty page."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(paper.width, paper.height, MILLIMETRES))
    return layout


def free_name(project: QgsProject, title: str) -> str:
    """Return the title as the layout's name, numbered where the project has one of that name."""
    title = title.partition("|")[0].strip()
    taken = {layout.name() for layout in project.layoutManager().layouts()}
    name, count = title, 1
    while name in taken:
        count += 1
        name = f"{title} ({count})"
    return name


def _label(layers: SheetLayers, request: SheetRequest, plan: SheetPlan, factor: float) -> None:
    """Label the uppermost layer that has every unit, so that no outline is drawn over the labels."""
    if plan.labels == "names":
        name = request.name_field or name_field_of(request.layer)
        label_names(layers.main, name, NAME_SIZE * factor, smallest_scale=0)
    elif plan.labels == "numbers":
        ids = [unit.id for column in plan.columns for unit in column.units]
        label_numbers(layers.main, ids, NUMBER_SIZE * factor)
    if plan.inset:
        leave_to_inset(layers.main, plan.inset.units)


def _fill(margin: Margin, rect: QRectF, paper: Page) -> None:
    """Place the blocks of the margin in the largest text that has room."""
    count, gutter = _COLUMNS[paper.landscape], 2 * GUTTER * paper.factor
    width = (rect.width() - gutter * (count - 1)) / count
    for share, lines in _attempts(len(method_of(margin.request.layer))):
        size = paper.factor * share
        attempt = replace(margin, width=width, size=size, method_lines=lines)
        columns = share_out(attempt.blocks(), count, size)
        if columns_height(columns, size) <= rect.height():
            flow(margin.layout, columns, rect, gutter, size)
            return
    raise InputError(mark("The texts do not fit on the sheet. Shorten title, sources or note, or take a larger paper."))


def _attempts(lines: int) -> Iterator[tuple[float, int]]:
    """Yield sizes of text with the number of lines of the method, the most generous first."""
    share = _LARGEST
    while share >= _READABLE:
        yield share, lines
        share -= _STEP
    for fewer in range(lines - 1, -1, -1):
        yield _READABLE, fewer
    while share >= _SMALLEST:
        yield share, 0
        share -= _STEP


def _frame(layout: QgsPrintLayout, paper: Page, plan: SheetPlan) -> None:
    """Draw the neatline and the rule between map and margin."""
    box(layout, "frame_neatline", paper.neatline, 0.5 * paper.factor)
    box(layout, "frame_inner", paper.inset(paper.neatline, 0.9), 0.12 * paper.factor)
    gap = GUTTER * paper.factor / 2
    if paper.landscape:
        rule = QRectF(plan.margin.x() - gap, paper.content.y(), 0.01, paper.content.height())
    else:
        rule = QRectF(paper.content.x(), plan.margin.y() - gap, paper.content.width(), 0.01)
    box(layout, "frame_margin", rule, 0.12 * paper.factor)
