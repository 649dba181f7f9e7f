"""The dock and its panels; no arithmetic here."""
