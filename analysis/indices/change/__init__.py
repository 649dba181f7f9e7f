"""Change of an index between two years: how much, through which indicators, beyond what noise."""
