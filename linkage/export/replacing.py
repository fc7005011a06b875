"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linkage.errors import NoRoom, UsageError

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; it takes the place of `path` only when all went well."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(
                f"{path}: no room on the disk to write it. Free some space or choose another folder."
            ) from None
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}). Check the folder and its permissions."
        ) from None
    finally:
        part.unlink(missing_ok=True)
