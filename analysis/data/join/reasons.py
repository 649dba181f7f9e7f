"""Why a row or a kelurahan was not joined, and how one was."""

from __future__ import annotations

from ...core.messages import mark
from ...core.registers import Method, Register

METHODS = Register(
    mark("way of joining"),
    [
        Method("code", mark("By code")),
        Method("crosswalk", mark("By code, translated between the two code systems")),
        Method("name", mark("By name")),
        Method("spelling", mark("By name, spelt differently")),
        Method("alias", mark("By a known other name")),
        Method("inherited", mark("Rate of the kelurahan that it was split from")),
    ],
)

REASONS = Register(
    mark("reason"),
    [
        Method("no_code", mark("The row has no valid code.")),
        Method("unknown_code", mark("No kelurahan of the layer has this code.")),
        Method(
            "not_in_crosswalk",
            mark("Layer and table use different code systems, and this code has no known counterpart."),
        ),
        Method("contradiction", mark("Its code and its name belong to different kelurahan.")),
        Method("no_name", mark("The row has no name of a kelurahan.")),
        Method("unknown_name", mark("No kelurahan of the layer has this name.")),
        Method("other_group", mark("A kelurahan of this name lies in another kecamatan.")),
        Method("ambiguous", mark("Several kelurahan have this name; give the kecamatan or the code.")),
        Method(
            "namesake", mark("A kelurahan and a kecamatan have this name; give the field of the kecamatan or the code.")
        ),
        Method("duplicate", mark("The table has several rows for this kelurahan; keep one, for example one year.")),
        Method("split", mark("It was split from another kelurahan, and the table has only the undivided one.")),
        Method("older_layer", mark("The layer has this kelurahan undivided, under its former name.")),
        Method("no_row", mark("The table has no row for this kelurahan.")),
    ],
)
