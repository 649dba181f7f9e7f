"""The addresses of a release: those of the repository that it is built in, and an e-mail that somebody reads.

The plugin repository asks each address whether it answers. So a release takes them from where it really lies, and is
refused where one is missing or silent.
"""

from __future__ import annotations

import os
import re
import urllib.request

#: Environment of a release: `https://…/owner/name`, and who answers.
REPOSITORY, EMAIL = "SEJAHTERA_REPOSITORY", "SEJAHTERA_EMAIL"
_SECONDS = 10


def stamped(metadata: str, repository: str, email: str) -> str:
    """Return metadata.txt with the addresses of a repository and an e-mail."""
    entries = {"homepage": repository, "tracker": f"{repository}/issues", "repository": repository, "email": email}
    for key, value in entries.items():
        metadata = re.sub(rf"^{key}=.*$", f"{key}={value}", metadata, flags=re.MULTILINE)
    return metadata


def of_release() -> tuple[str, str] | None:
    """Return repository and e-mail from the environment; None where this is no release."""
    repository, email = (os.environ.get(name, "").rstrip("/") for name in (REPOSITORY, EMAIL))
    if not repository and not email:
        return None
    if not repository.startswith("https://"):
        raise SystemExit(f"{REPOSITORY} is “{repository}”; a release needs the address of its repository.")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", email) or "noreply" in email:
        raise SystemExit(f"{EMAIL} is “{email}”; a release needs an e-mail that somebody reads.")
    for address in (repository, f"{repository}/issues"):
        _ask(address)
    return repository, email


def _ask(address: str) -> None:
    """Refuse an address that does not answer, as the plugin repository does."""
    request = urllib.request.Request(address, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):
            return
    except OSError as error:
        raise SystemExit(f"{address} does not answer ({error}); the plugin repository would refuse it.") from error
