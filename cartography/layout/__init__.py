"""A map sheet as a QGIS print layout, made of QGIS's own layout items."""
