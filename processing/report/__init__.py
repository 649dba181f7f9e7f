"""The policy report, and the report of every algorithm."""
