"""Spatial weights: builders by contiguity and distance, and files of other programs."""
