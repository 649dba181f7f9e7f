"""What goes along with welfare: correlations that mind space, and regressions with their diagnostics."""
