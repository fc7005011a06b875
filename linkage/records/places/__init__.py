"""Places: from what is written of a place to the circle on the globe that holds it."""
