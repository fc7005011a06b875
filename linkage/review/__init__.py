"""The page where people decide: candidates side by side, answers signed and kept, on this machine alone."""
