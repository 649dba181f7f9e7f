"""State without widgets."""
