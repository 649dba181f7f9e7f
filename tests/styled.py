"""Layers styled as the algorithms style theirs: by a card, in which each field has its own name as its role."""

from sejahtera.analysis.core.card import Card, FieldCard
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import Message
from sejahtera.cartography.base.cards import set_card
from sejahtera.cartography.styles.apply_style import apply_card
from sejahtera.cartography.styles.register import kinds


def card_for(layer, kind="", shown="", *, title="", method="", name_field=None, own=(), **options):
    """Return a card of all fields of a layer; `own` are those that the user has added, without a role."""
    fields = [FieldCard(name, name) for name in layer.fields().names() if name not in own]
    fields += [FieldCard(name_field, "name")] if name_field else []
    steps = method if isinstance(method, list) else [Message(line) for line in method.splitlines()]
    return Card(
        kind=kind,
        shown=shown,
        title=title,
        fields=tuple(fields),
        options=options,
        diagnostics=Diagnostics(method=steps),
    )


def style(kind, field, language, **how):
    """Return the function that gives a layer such a card, and the style that it tells of."""
    return lambda layer: apply_card(layer, card_for(layer, kind, field, **how), language)


def index_style(field="class", breaks=None, language="id", **how):
    """Return the style of index classes."""
    return style("index", field, language, **how, **({} if breaks is None else {"breaks": breaks}))


def telling(layer, **how):
    """Give a layer a card and no style; return the layer."""
    set_card(layer, card_for(layer, **how))
    return layer


def field_of(layer, kind):
    """Return the first field of a layer that shows a kind of result."""
    return next(name for name in layer.fields().names() if kinds()[kind].shows(name))
