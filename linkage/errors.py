"""Every error the engine raises on purpose, one small tree.

LinkageError
├── UsageError      the call itself is wrong (exit 2)
│   ├── ModelMismatch   a model was made for other evidence
│   └── Refused         a judgement or an account that the rules do not allow
├── InputRejected   a file cannot be used at all (exit 3)
├── ChainBroken     a store of judgements was changed by other means than adding to it (exit 4)
├── BrokenPromise   the engine found its own answers to differ, and writes neither (exit 1)
├── NoRoom          too little memory or disk (exit 6)
└── Interrupted     stopped by a person, and can be gone on with (exit 130)

A message says what was read, where, what was expected and what to do. It carries ids,
file names, rows and columns; never a person's name, birth date or place.
"""

from __future__ import annotations


class LinkageError(Exception):
    """Anything the engine refuses with a message that a person can act on."""

    exit_code = 1


class UsageError(LinkageError):
    """The call is wrong: an unknown option, folder, model or id."""

    exit_code = 2


class ModelMismatch(UsageError):
    """A model holds numbers for other evidence than the engine has."""


class Refused(UsageError):
    """The rules of review do not allow this: a missing permission, a second sign-off by the same person."""


class ChainBroken(LinkageError):
    """A line of the store no longer is what was written, or one is missing."""

    exit_code = 4


class BrokenPromise(LinkageError):
    """Two ways that must give one answer gave two: a fault of the engine, to be reported with the run's log."""


class InputRejected(LinkageError):
    """A file cannot be used at all; `report` is the path of the problems file, if one was written."""

    exit_code = 3

    def __init__(self, message: str, report: str | None = None) -> None:
        super().__init__(message)
        self.report = report


class NoRoom(LinkageError):
    """There is too little memory or disk for the job."""

    exit_code = 6


class Interrupted(LinkageError):
    """A person stopped the job; what was finished is kept, and the message says how to go on."""

    exit_code = 130
