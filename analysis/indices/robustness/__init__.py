"""How far an index depends on the choices behind it: Monte Carlo over them, and who moves the ranks."""
