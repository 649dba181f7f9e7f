"""The lattice of the vectors and its neighbours."""

import numpy as np
import pandas as pd
from scipy import sparse

SP = pd.DataFrame(
    {
        "x": [2.0, 4, 6, 3, 5, 7, 9, 4, 8, 6, 3, 2, 7, 9, 5, 1],
        "z": [1.0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0],
        "y": [5.1, 8.2, 12.5, 7.4, 10.3, 14.9, 18.2, 9.1, 16.0, 13.2, 8.1, 5.9, 13.8, 17.5, 11.2, 4.4],
    }
)


def lattice(side):
    """Return the rook neighbours of a square lattice, row-major."""
    line = sparse.diags([np.ones(side - 1), np.ones(side - 1)], [1, -1])
    return (sparse.kron(sparse.eye(side), line) + sparse.kron(line, sparse.eye(side))).tocsr()
