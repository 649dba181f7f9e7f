"""Human development: IPM after BPS, HDI, IHDI and GII after UNDP, and their change."""
