"""The atlas as a layout: maps, facts, profile and lists put together over a layer of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...analysis.core.messages import InputError, Message, mark
from ..base.cards import card_of
from ..base.labels import label_names, name_field_of
from ..base.wording import say
from ..layout.items import box
from ..layout.key import shapes_of
from ..layout.layers import add_to_project, sheet_layers, take_from_project
from ..layout.scales import map_crs, map_extent
from ..layout.sheet import empty_layout, free_name, sliver_gap
from ..styles.monochrome import draw_without_colour
from ..symbology.symbols import ground_symbol
from .columns import Columns
from .coverage import GROUP_SHARE, UNIT_SHARE, page_layer, page_scale, show_all, show_current, union
from .facts import Facts, group_facts, unit_facts
from .frame import Frame, frame_of, upright
from .maps import add_legend, add_locator, add_page_map, add_strip, border_symbol, place_symbol, unit_symbol
from .parts import (
    FOOTER,
    add_footer,
    add_header,
    add_headline,
    add_lists,
    add_rows,
    atlas_title,
    file_names,
    lists_height,
    lists_of,
    rows_height,
)
from .profile import Scores, add_profile
from .request import AtlasRequest
from .slots import Slots

_NAME_SIZE = 6.6
_UNKNOWN = mark(
    "The layer does not say which of its fields are results, as an older result or one of others, so that the pages "
    "have no index and no ranks. Make the result again, or tell its kind and field with stylelayer (“Style a result”)."
)


@dataclass
class Atlas:
    """A finished atlas with its project, which must be kept as long as the layout is used."""

    layout: QgsPrintLayout
    project: QgsProject
    pages: QgsVectorLayer
    files: list[str]
    layers: list[QgsVectorLayer]
    warnings: list[Message] = field(default_factory=list)

    def discard(self) -> None:
        """Take layout and layers out of the project again."""
        take_from_project(self.project, self.layout, self.layers)


@dataclass(frozen=True)
class _Ground:
    """What all pages stand on: projection, extent, the shapes of the pages and of the groups."""

    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    shapes: list[QgsGeometry]
    groups: dict[str, QgsGeometry]


def build_atlas(request: AtlasRequest, project: QgsProject | None = None) -> Atlas:
    """Compose an atlas; layout and layers go into the project, or into one of their own.

    The layout is an atlas of QGIS's own over a layer of pages, whose fields hold every text and number
    of a page, so that it can be edited and printed again without the plugin.

    Raises
    ------
    InputError
        If the layer holds no polygons, or no groups where a page a group is asked for.
    """
    columns = Columns(request)
    unknown = [Message(_UNKNOWN)] if card_of(request.layer) is None else []
    pages, ground, missing = _pages(columns, QgsProject() if project is None else project)
    owner = QgsProject() if project is None else project
    paper = upright(request.paper)
    layout = empty_layout(owner, paper)
    layout.setName(free_name(owner, atlas_title(request)))
    lists = lists_of(pages, request.language)
    frame = frame_of(
        paper,
        len(columns.dimensions),
        rows_height(pages),
        lists_height(lists, request.language),
        FOOTER[request.language],
    )
    slots = Slots(layout, paper.factor)
    share = UNIT_SHARE if request.coverage == "unit" else GROUP_SHARE
    slots.fields["scale"] = [
        page_scale(shape.boundingBox(), frame.map.width(), frame.map.height(), share) for shape in ground.shapes
    ]
    slots.fields["file"] = file_names(pages)
    add_header(slots, frame.header, request, pages)
    add_headline(slots, frame.headline, pages, request.language)
    add_rows(slots, frame.rows, pages)
    if columns.dimensions:
        add_profile(slots, frame.chart, _scores(columns, pages), request.language)
    if lists:
        add_lists(slots, frame.lists, lists)
    add_footer(slots, frame.footer, request)
    _lines(layout, frame)
    coverage, drawn = _maps(slots, frame, request, ground)
    add_to_project(owner, drawn, layout.name())
    _run_over(layout, coverage)
    owner.layoutManager().addLayout(layout)
    return Atlas(layout, owner, coverage, list(slots.fields["file"]), drawn, [*unknown, *missing])


def _pages(columns: Columns, project: QgsProject) -> tuple[list[Facts], _Ground, list[Message]]:
    """Return the pages and their shapes; what has no geometry has no page and is told."""
    request = columns.request
    if request.layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        raise InputError(mark("An atlas needs a layer of polygons, a page for each."))
    if request.coverage == "group" and not any(columns.groups):
        raise InputError(mark("A page for each group needs GROUP_FIELD, a field that holds the groups."))
    crs = map_crs(request.layer)
    extent = map_extent(request.layer, crs, project)
    gap = sliver_gap(extent)
    found = shapes_of(request.layer, crs, project)
    members: dict[str, list[QgsGeometry]] = {}
    for one, group in zip(columns.ids, columns.groups):
        if one in found:
            members.setdefault(group, []).append(found[one])
    groups = {group: union(parts, gap) for group, parts in members.items()}
    facts = unit_facts(columns) if request.coverage == "unit" else group_facts(columns)
    pages = [page for page in facts if any(one in found for one in page.ids)]
    shapes = [groups[page.name] if request.coverage == "group" else found[page.ids[0]] for page in pages]
    left_out = [page.name for page in facts if page not in pages]
    warnings = (
        [Message(mark("Without a geometry, so without a page: {names}."), {"names": left_out})] if left_out else []
    )
    return pages, _Ground(crs, extent, shapes, groups), warnings


def _scores(columns: Columns, pages: Sequence[Facts]) -> Scores:
    references = [page.reference for page in pages]
    groups = None if any(one is None for one in references) else np.array(references)
    known = np.isfinite(columns.profile)
    city = np.where(known, columns.profile, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    word = mark("kelurahan") if columns.request.coverage == "unit" else mark("mean of its kelurahan")
    return Scores(
        list(columns.dimensions.values()),
        np.array([page.profile for page in pages]),
        np.where(known.any(axis=0), city, np.nan),
        groups,
        say(word, columns.request.language),
    )


def _maps(
    slots: Slots, frame: Frame, request: AtlasRequest, ground: _Ground
) -> tuple[QgsVectorLayer, list[QgsVectorLayer]]:
    """Add both maps and the legend; return the layer of pages and all layers drawn."""
    f, language = slots.factor, request.language
    layers = sheet_layers(request.layer, None, language, f, sliver_gap(ground.extent))
    name = request.name_field or name_field_of(request.layer)
    draw_without_colour(layers.main, request.ink, request.language)
    if name:
        label_names(layers.main, name, _NAME_SIZE * f, smallest_scale=0)
    borders, base = _group_layers(request, ground, f)
    layers = replace(layers, groups=borders)
    pages = page_layer(say(mark("Pages"), language), ground.crs, ground.shapes, slots.fields)
    show_current(pages, unit_symbol(f))
    spot = page_layer(say(mark("Location"), language), ground.crs, ground.shapes, {})
    show_current(spot, place_symbol())
    above = [pages, *([borders] if borders else [])]
    item = add_page_map(slots, frame.map, [*above, layers.main], ground.crs, ground.extent)
    add_strip(slots, frame.strip, item, language)
    left = add_legend(slots, frame.side, layers, item, language)
    add_locator(slots, left, [spot, base], ground.crs, ground.extent, language)
    drawn = [pages, *([borders] if borders else []), layers.main, spot, base]
    return pages, [*drawn, *([layers.borders] if layers.borders else [])]


def _group_layers(
    request: AtlasRequest, ground: _Ground, factor: float
) -> tuple[QgsVectorLayer | None, QgsVectorLayer]:
    """Return the borders of the groups, None where there are none, and the ground of the locator."""
    names = list(ground.groups)
    tolerance = max(ground.extent.width(), ground.extent.height()) / 400
    simple = [shape.simplify(tolerance) for shape in ground.groups.values()]
    base = page_layer(say(mark("Whole area"), request.language), ground.crs, simple, {})
    show_all(base, ground_symbol(factor))
    if not any(names):
        return None, base
    title = say(mark("Kecamatan boundary"), request.language)
    shapes = [shape for name, shape in ground.groups.items() if name]
    return show_all(page_layer(title, ground.crs, shapes, {}), border_symbol(factor)), base


def _lines(layout: QgsPrintLayout, frame: Frame) -> None:
    """Draw the neatline and the rules."""
    paper = frame.paper
    box(layout, "frame_neatline", paper.neatline, 0.5 * paper.factor)
    box(layout, "frame_inner", paper.inset(paper.neatline, 0.9), 0.12 * paper.factor)
    for number, rule in enumerate(frame.rules):
        box(layout, f"frame_rule_{number}", rule, 0.2 * paper.factor)


def _run_over(layout: QgsPrintLayout, pages: QgsVectorLayer) -> None:
    """Make the layout an atlas over the layer of pages."""
    atlas = layout.atlas()
    atlas.setCoverageLayer(pages)
    atlas.setSortFeatures(True)
    atlas.setSortExpression('"page"')
    atlas.setPageNameExpression('"name"')
    atlas.setFilenameExpression('"file"')
    atlas.setEnabled(True)
