"""Reading the names of people: pure functions from what is written to what is compared."""
