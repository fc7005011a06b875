"""How well the engine finds invented people, beside its rivals: see `python -m benchmarks.accuracy -h`."""
