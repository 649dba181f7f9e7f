"""Spatial statistics: neighbours, global and local autocorrelation, trends, regions."""
