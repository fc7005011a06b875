"""Reading registers: from files to typed, standardised tables."""
