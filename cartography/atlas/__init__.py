"""An atlas: a page for each kelurahan or kecamatan, made of QGIS's own layout items."""
