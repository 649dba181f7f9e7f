"""Engines that sum records into a profile: pandas in memory, and every database that Ibis reaches."""
