"""Conditional permutation with samples that all units share."""
