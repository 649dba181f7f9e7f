"""The provider, as for the tests of algorithms."""

from ..processing.conftest import collected, context, provider  # noqa: F401 - fixtures
