"""Local statistics: where on the map values are alike, unlike, high or low together."""
