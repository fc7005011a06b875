"""Identity numbers and telephones: reading them from text, checking them, and their neighbours by one slip."""

from __future__ import annotations

from linkage.records.identity.near import near
from linkage.records.identity.numbers import Number, read_numbers
from linkage.records.identity.phones import read_phones

__all__ = ["Number", "near", "read_numbers", "read_phones"]
