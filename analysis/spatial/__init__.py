"""Spatial statistics: neighbours, global and local autocorrelation, trends, regions.

Geometry comes in as arrays of metric coordinates; nothing here knows a layer or a projection.
"""
