"""One file per way in which an office may send a table, and what they share."""
