"""Kernels: how a weight falls with the distance, as a share of the bandwidth."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats
from ...core.messages import mark
from ...core.registers import Function, Register


def triangular(share: Floats) -> Floats:
    """Return 1 − z of z (m,)."""
    return 1 - share


def uniform(share: Floats) -> Floats:
    """Return ½ for each z (m,)."""
    return np.full_like(share, 0.5)


def epanechnikov(share: Floats) -> Floats:
    """Return ¾ (1 − z²) of z (m,)."""
    return 0.75 * (1 - share**2)


def quartic(share: Floats) -> Floats:
    """Return 15/16 (1 − z²)² of z (m,)."""
    return 15 / 16 * (1 - share**2) ** 2


def gaussian(share: Floats) -> Floats:
    """Return the standard normal density of z (m,); cut off at the bandwidth like the others."""
    result: Floats = np.exp(-(share**2) / 2) / np.sqrt(2 * np.pi)
    return result


#: Each takes z = d/h, from 0 to 1. Scaled as in libpysal and GeoDa.
KERNELS = Register(
    mark("kernel"),
    [
        Function("triangular", mark("Triangular"), triangular),
        Function("uniform", mark("Uniform"), uniform),
        Function("epanechnikov", mark("Epanechnikov (quadratic)"), epanechnikov),
        Function("quartic", mark("Quartic (biweight)"), quartic),
        Function("gaussian", mark("Gaussian"), gaussian),
    ],
)
