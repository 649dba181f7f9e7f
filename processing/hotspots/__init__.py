"""Hotspots: neighbours, global and local spatial statistics, regions."""

from .bivariateclusters import BivariateClusters
from .clustersoutliers import ClustersOutliers
from .emerginghotspots import EmergingHotspots
from .globalautocorrelation import GlobalAutocorrelation
from .hotspots import Hotspots
from .neighbours import Neighbours
from .regions import Regions

ALGORITHMS = (
    Neighbours,
    GlobalAutocorrelation,
    Hotspots,
    ClustersOutliers,
    BivariateClusters,
    EmergingHotspots,
    Regions,
)
