"""Hotspots: neighbours, global and local spatial statistics, regions."""

from .bivariateclusters import BivariateClusters
from .clustersoutliers import ClustersOutliers
from .globalautocorrelation import GlobalAutocorrelation
from .hotspots import Hotspots
from .neighbours import Neighbours

ALGORITHMS = (Neighbours, GlobalAutocorrelation, Hotspots, ClustersOutliers, BivariateClusters)
