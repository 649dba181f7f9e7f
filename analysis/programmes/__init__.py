"""Causes and programmes: drivers, effect, targeting, findings and priorities."""
