"""Dialogs in which people agree on weights."""
