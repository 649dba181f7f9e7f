"""Hotspots: neighbours, global and local spatial statistics, regions."""

from .bivariateclusters import BivariateClusters
from .clustersoutliers import ClustersOutliers
from .hotspots import Hotspots

ALGORITHMS = (Hotspots, ClustersOutliers, BivariateClusters)
