"""The pair or the case on paper."""
