"""Starts the page on 127.0.0.1, and nowhere else."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from extractor.errors import ExtractorError, MissingExtra
from extractor.review.forms import NAME_LONGEST, clean
from extractor.review.guard import Keys
from extractor.review.queue import BELOW, store_of


def serve(
    folder: Path,
    told: Callable[[str], None],
    *,
    reviewer: str = "",
    port: int = 0,
    below: float = BELOW,
    golden: Path | None = None,
) -> None:
    """Serve the review of a folder until Ctrl-C; `told` hears the address to open.  Port 0: any free one.

    Raises `MissingExtra`, `StoreError` where there is no store, `ExtractorError` where the port is taken.
    """
    try:
        import uvicorn

        from extractor.review.app import Session, application
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "jinja2"):
            raise
        raise MissingExtra("review", "the review page") from None
    store_of(folder)
    with listening(port) as listener:
        keys = Keys(listener.getsockname()[1])
        session = Session(folder, keys, clean(reviewer, NAME_LONGEST), below, golden)
        session.look()
        told(keys.address)
        config = uvicorn.Config(
            application(session), log_level="error", access_log=False, server_header=False, workers=1
        )
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            return


def listening(port: int) -> socket.socket:
    """A socket of this machine only.  Raises `ExtractorError` where the port is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows it would let two programs share the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
    except OSError as error:
        made.close()
        raise ExtractorError(f"port {port}: {error.strerror or error}; name another with --port") from None
    return made
