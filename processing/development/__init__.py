"""Human development."""
