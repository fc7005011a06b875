"""Before and after reading: is it a plain file, may we read it, did it stay the same?"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linkage.errors import InputRejected


@contextmanager
def plain_file(path: Path) -> Iterator[None]:
    """Let only a plain, readable, non-empty file through that nobody changes in the meantime."""
    with _clear_messages(path):
        before = path.stat()
        _check_plain(path, before)
        with path.open("rb"):
            pass
        try:
            yield
        finally:
            path.stat()  # a reader may take a file that vanished for a damaged one
        after = path.stat()
    if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino):
        raise InputRejected(f"{path}: the file changed while it was read. Close other programs on it and run again.")


def sha256_of(path: Path) -> str:
    """The fingerprint of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_plain(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise InputRejected(f"{path}: this is a folder, a file was expected. Name the file inside it.")
    if not stat.S_ISREG(status.st_mode):
        raise InputRejected(f"{path}: this is a device or a pipe, a file was expected. Save the data to a file first.")
    if status.st_size == 0:
        raise InputRejected(f"{path}: the file is empty (0 bytes). Export or copy it again.")


@contextmanager
def _clear_messages(path: Path) -> Iterator[None]:
    """Turn what the operating system says into what a person can do."""
    try:
        yield
    except FileNotFoundError:
        raise InputRejected(
            f"{path}: no such file (or it vanished while it was read). Check the name and folder."
        ) from None
    except PermissionError:
        raise InputRejected(f"{path}: no permission to read the file. Ask its owner for read access.") from None
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise InputRejected(f"{path}: cannot be read ({reason}). Copy it to this machine and try again.") from None
