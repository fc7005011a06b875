"""Marks of the body, read from free text and from code lists."""
