"""The audit of indicators before any index: gaps, extremes, ranges, redundancy, reliability, structure."""
