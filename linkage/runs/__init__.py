"""Runs: the whole journey from two registers to a folder of candidates, and reading such a folder."""
