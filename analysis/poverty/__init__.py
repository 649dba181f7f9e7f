"""Multidimensional poverty after Alkire and Foster (2011): from records of households or persons."""
