"""Writes the synthetic demo city; run `python -m scripts.demo_data` in the root of the repository.

Needs numpy, scipy and GDAL's Python module. Running it twice gives the same content.
"""
