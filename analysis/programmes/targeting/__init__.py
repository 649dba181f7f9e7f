"""Whom a programme reaches: coverage, errors of exclusion and inclusion, concentration, quotas."""
