"""Sejahtera: measure, map and explain welfare inequality between kelurahan."""


def classFactory(iface):  # noqa: N802 - the name QGIS calls
    """Return the plugin; QGIS calls this once, `iface` is None in `qgis_process`."""
    from .plugin import SejahteraPlugin

    return SejahteraPlugin(iface)
