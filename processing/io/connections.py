"""Database connections that QGIS stores, and what a driver needs of them."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsDataSourceUri, QgsProviderConnectionException, QgsProviderRegistry


def connection_uri(name: str) -> str | None:
    """Return the URI of a stored PostgreSQL connection, None where there is none. Main thread only."""
    if not name:
        return None
    try:
        found = QgsProviderRegistry.instance().providerMetadata("postgres").findConnection(name)
    except QgsProviderConnectionException:
        return None
    return found.uri() if found is not None else None


def connection_settings(uri: str) -> dict[str, Any]:
    """Return what the driver needs; user and password come from QGIS's authentication store where set."""
    given = QgsDataSourceUri(QgsDataSourceUri(uri).connectionInfo(True))
    settings = {
        "host": given.host(),
        "port": int(given.port()) if given.port() else None,
        "database": given.database(),
        "user": given.username(),
        "password": given.password(),
        "service": given.service(),
    }
    return {key: value for key, value in settings.items() if value}
