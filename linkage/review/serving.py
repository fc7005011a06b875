"""Starting the application on this machine."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from linkage.errors import UsageError

HOST = "127.0.0.1"
"""The only address ever listened on. A shared server stands behind a proxy that speaks TLS."""

PORT = 8377


def hosts_of(port: int, names: Sequence[str]) -> tuple[str, ...]:
    """The names, with their ports, under which the application answers."""
    own = (f"{HOST}:{port}", f"localhost:{port}")
    return (*own, *(name.lower() for name in names))


def check_free(port: int) -> None:
    """UsageError when something else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise UsageError(f"Port {port} is taken on this machine: choose another with --port.") from None


def listen(app: object, port: int) -> None:
    """Serve until Ctrl-C. Nothing of what is asked is written to any log."""
    import uvicorn

    uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False, server_header=False)  # type: ignore[arg-type]
