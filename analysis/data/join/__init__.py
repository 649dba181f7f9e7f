"""Rows joined to kelurahan by code, or by name with spelling differences."""
