"""The commands, by theme: each parses, calls one verb of the library, and prints."""
