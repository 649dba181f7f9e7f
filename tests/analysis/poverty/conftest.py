import pandas as pd
import pytest
from sejahtera.analysis.poverty.definition import PovertyDefinition, PovertyDimension
from sejahtera.analysis.poverty.rules import Deprivation

GRID = ["101100", "000100", "111111", "000000", "010011", "100110", "000010", "011001"]


@pytest.fixture(scope="session")
def af1():
    """Achievements of four persons and the definition with their cut-offs."""
    rows = [[13.1, 14, 4, 1], [15.2, 7, 5, 0], [12.5, 10, 1, 0], [20, 11, 3, 1]]
    frame = pd.DataFrame(rows, columns=list("abcd")).assign(area="all")
    dimensions = tuple(
        PovertyDimension(field, (Deprivation(field, "below", z),)) for field, z in zip("abcd", [13, 12, 3, 1])
    )
    return frame, PovertyDefinition(dimensions, k=0.5)


@pytest.fixture(scope="session")
def af2():
    """Eight households in two wards, six indicators coded 0 and 1, persons as weights."""
    frame = pd.DataFrame([[int(bit) for bit in row] for row in GRID], columns=[f"i{j}" for j in range(6)])
    frame["persons"] = [4, 5, 6, 3, 2, 5, 4, 1]
    frame["ward"] = list("AAAABBBB")
    frame["household"] = range(8)
    parts = (("health", (0, 1)), ("education", (2,)), ("living", (3, 4, 5)))
    dimensions = tuple(PovertyDimension(code, tuple(Deprivation(f"i{j}") for j in members)) for code, members in parts)
    return frame, PovertyDefinition(dimensions)
