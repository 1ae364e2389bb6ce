"""Keeps everybody else out: other sites, other names for this machine, and requests without the key.

A page of another site can make a browser send requests to 127.0.0.1, and can make a name of its own point
there.  So a request must name this host (a name that points here is refused), must carry the key in a
cookie that no other site's page can have sent (SameSite=Strict), and to change anything must come from
our own pages (Origin) with the token that only they hold.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTER = "/enter"
SAFE_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer browsers would send forms with "Origin: null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Keys:
    """The secrets of one session, and the names under which this machine may be asked."""

    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """Stands in every form of our own pages."""

    @property
    def cookie(self) -> str:
        """Its name: cookies do not tell ports apart."""
        return f"review_{self.port}"

    @property
    def hosts(self) -> tuple[str, str]:
        """What a browser calls us."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def address(self) -> str:
        """What to open."""
        return f"http://127.0.0.1:{self.port}{ENTER}?key={self.key}"

    def holds_token(self, given: str) -> bool:
        """Whether a form came from our own pages."""
        return _same(given, self.token)


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class Guard:
    """ASGI middleware: refuses what did not come from this session's own pages."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app = app
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; every answer has the safe headers."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no websockets here
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                safe = [(k.encode(), v.encode()) for k, v in SAFE_HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *safe]
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal:
            await _plain(403, refusal, sending)
        elif scope["path"] == ENTER:
            await self._enter(scope, sending)
        else:
            await self.app(scope, receive, sending)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> str:
        if headers.get("host") not in self.keys.hosts:
            return "This address is not the one this page was started under."
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return "Another site asked for this."
        if scope["method"] not in ("GET", "HEAD"):
            if scope["method"] != "POST" or headers.get("origin") != f"http://{headers['host']}":
                return "Only the pages of this review can change anything."
            if scope["path"] == ENTER:
                return "Open the address that was printed when the review was started."
        if scope["path"] != ENTER and not _same(self._cookie(headers), self.keys.key):
            return "Open the address that was printed when the review was started."
        return ""

    def _cookie(self, headers: dict[str, str]) -> str:
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(self.keys.cookie)
        except CookieError:
            return ""
        return held.value if held else ""

    async def _enter(self, scope: Scope, send: Send) -> None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if not _same(given, self.keys.key):
            await _plain(403, "Open the address that was printed when the review was started.", send)
            return
        cookie = f"{self.keys.cookie}={self.keys.key}; Path=/; HttpOnly; SameSite=Strict"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


async def _plain(status: int, text: str, send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
