"""Rivals on the same registers: hard filters, published likelihood ratios, plain Splink, and a ceiling."""
