"""The statistics of Sejahtera: numpy, pandas and scipy in, numpy and pandas out.

Nothing here knows QGIS or Qt, so every function can be used, and is tested, from plain Python.
"""
