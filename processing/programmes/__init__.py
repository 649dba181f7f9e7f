"""Causes and programmes."""
