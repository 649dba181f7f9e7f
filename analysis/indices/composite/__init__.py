"""The composite index: one file for each verb of the OECD/JRC handbook, `pipeline` runs them in order."""
