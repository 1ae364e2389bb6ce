"""The pages of the review: a list, an item with its evidence, the journal, golden files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from extractor import golden
from extractor.decisions import Decision, DecisionError, Decisions, add_decision, read_decisions
from extractor.decisions.journal import CHOICES
from extractor.errors import ExtractorError
from extractor.outputs.evidence import shortened
from extractor.review.evidence import Evidence, Shown, Side
from extractor.review.forms import ASKED, NAME_LONGEST, clean, decision_of
from extractor.review.guard import Guard, Keys
from extractor.review.pictures import Found, Papers, page_picture
from extractor.review.queue import BELOW, Item, Queue, find_item, read_queue, store_of

HERE = Path(__file__).parent
A_PAGE = 50
MOST_BYTES = 64_000
"""Of a form."""
KINDS = {"finding": "Findings", "figure": "Doubtful figures", "unread": "Not read"}
STATES = {"open": "To decide", "decided": "Decided", "all": "All"}


@dataclass
class Session:
    """One review of one folder by one person."""

    folder: Path
    keys: Keys
    reviewer: str = ""
    below: float = BELOW
    golden: Path | None = None
    _seen: tuple[int, Queue, Evidence] | None = None

    @cached_property
    def papers(self) -> Papers:
        """Finds the files of the papers."""
        return Papers(self.folder)

    def look(self) -> tuple[Queue, Evidence]:
        """The queue and the evidence of the store as it is now: a run may have written it anew."""
        changed = store_of(self.folder).stat().st_mtime_ns
        if self._seen is None or self._seen[0] != changed:
            self._seen = (changed, read_queue(self.folder, self.below), Evidence(self.folder))
        return self._seen[1], self._seen[2]

    def decisions(self) -> Decisions:
        """The journal as it is now."""
        return read_decisions(self.folder)


def application(session: Session) -> Starlette:
    """The application, guarded."""
    pages = _Pages(session)
    routes = [
        Route("/", pages.listed),
        Route("/item/{kind}/{target}", pages.item),
        Route("/item/{kind}/{target}", pages.decide, methods=["POST"]),
        Route("/picture/{kind}/{target}", pages.picture),
        Route("/journal", pages.journal),
        Route("/journal", pages.withdraw, methods=["POST"]),
        Route("/who", pages.who),
        Route("/who", pages.named, methods=["POST"]),
        Route("/golden", pages.golden_list),
        Route("/golden/{name}", pages.golden_file),
        Route("/golden/{name}", pages.golden_checked, methods=["POST"]),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Route("/review.css", lambda _: FileResponse(HERE / "review.css", media_type="text/css")),
        Route("/review.js", lambda _: FileResponse(HERE / "review.js", media_type="text/javascript")),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, keys=session.keys)],
        exception_handlers={ExtractorError: pages.fault, 404: pages.missing},
    )


class _Pages:
    """One method a page.  All run in the one event loop: a local page has one reader."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self.templates.filters["shortened"] = shortened

    def _page(self, name: str, status: int = 200, **values: Any) -> Response:
        template = self.templates.get_template(name)
        common = {"session": self.session, "token": self.session.keys.token, "query": "", "name": name}
        return HTMLResponse(template.render({**common, **values}), status)

    async def _form(self, request: Request) -> dict[str, str] | None:
        """The fields of a form of our own pages; None for any other."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return None
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return fields if self.session.keys.holds_token(fields.pop("token", "")) else None

    def _refused(self) -> Response:
        return self._page("told.html", 403, title="Refused", told="This form is not of this review.")

    def _gone(self) -> Response:
        told = "The store holds this no longer: a run may have read the paper anew. Look in the journal."
        return self._page("told.html", 404, title="Not here", told=told)

    async def fault(self, request: Request, error: Exception) -> Response:
        """A store or journal that cannot be read or written: said, and the page goes on."""
        return self._page("told.html", 500, title="It could not be done", told=str(error))

    async def missing(self, request: Request, error: Exception) -> Response:
        """An address that leads nowhere."""
        return self._page("told.html", 404, title="Not here", told="No page has this address.")

    async def listed(self, request: Request) -> Response:
        """The list, narrowed by kind, state and words."""
        asked = request.query_params
        kind, words, state = asked.get("kind", ""), asked.get("q", ""), asked.get("state", "open")
        queue, _ = self.session.look()
        decisions = self.session.decisions()
        rows = [(item, decisions.of(item.kind, item.target)) for item in queue.chosen(kind, words)]
        rows = [(i, d) for i, d in rows if state == "all" or (d is not None) == (state == "decided")]
        first = max(0, int(asked.get("from", "0")) if asked.get("from", "0").isdigit() else 0)
        narrowed = {"kind": kind, "q": words, "state": state}
        return self._page(
            "list.html", rows=rows[first : first + A_PAGE], first=first, count=len(rows), query=words,
            kind=kind, state=state, kinds=KINDS, states=STATES, tallies=_tallies(queue, decisions),
            earlier=_address(narrowed, first - A_PAGE) if first else "",
            later=_address(narrowed, first + A_PAGE) if first + A_PAGE < len(rows) else "",
        )  # fmt: skip

    def _found(self, request: Request) -> tuple[Item, Shown] | None:
        kind, target = request.path_params["kind"], request.path_params["target"]
        queue, evidence = self.session.look()
        number = queue.place.get((kind, target))
        item = queue.items[number] if number is not None else find_item(self.session.folder, kind, target)
        shown = evidence.shown(item) if item else None
        return (item, shown) if item and shown else None

    async def item(self, request: Request) -> Response:
        """One item with its evidence and the forms to decide."""
        if not self.session.reviewer:
            return RedirectResponse("/who?then=" + quote(request.url.path), 303)
        found = self._found(request)
        return self._item_page(*found) if found else self._gone()

    def _item_page(
        self, item: Item, shown: Shown, problem: str = "", typed: Mapping[str, str] | None = None
    ) -> Response:
        queue, evidence = self.session.look()
        decision = self.session.decisions().of(item.kind, item.target)
        held = {**shown.stated.fields, **(decision.changes if decision else {})}
        at = queue.place.get((item.kind, item.target))
        return self._page(
            "item.html", 422 if problem else 200, item=item, shown=shown, decision=decision,
            problem=problem, values={name: (typed or held).get(name, "") for name in ASKED},
            reason=(typed or {}).get("reason", ""), choices=CHOICES, indicators=evidence.indicators(),
            before=queue.items[at - 1] if at else None,
            after=queue.items[at + 1] if at is not None and at + 1 < len(queue.items) else None,
            number=0 if at is None else at + 1, count=len(queue.items), missing=self._missing(shown),
        )  # fmt: skip

    def _missing(self, shown: Shown) -> dict[str, str]:
        """Of every side why its page cannot be shown; empty where it can."""
        return {side.target: self._file(shown, side).missing for side in (shown.stated, *shown.evidence)}

    def _file(self, shown: Shown, side: Side) -> Found:
        if side.page is None:
            return Found(None, "the paper has no pages")
        found = self.session.papers.find(shown.paths.get(side.document_sha256, ()), side.document_sha256)
        if found.file and not _is_pdf(found.file):
            return Found(None, "the paper is no PDF")
        return found

    async def decide(self, request: Request) -> Response:
        """Keep a decision and go on to the next item that has none."""
        form = await self._form(request)
        if form is None or not self.session.reviewer:
            return self._refused()
        found = self._found(request)
        if found is None:
            return self._gone()
        item, shown = found
        _, evidence = self.session.look()
        try:
            made = decision_of(item, form, shown.stated.fields, self.session.reviewer, evidence.indicators())
            add_decision(self.session.folder, made)
        except DecisionError as error:
            return self._item_page(item, shown, str(error), form)
        return RedirectResponse(self._next(item), 303)

    def _next(self, item: Item) -> str:
        queue, _ = self.session.look()
        decisions = self.session.decisions()
        at = queue.place.get((item.kind, item.target), -1)
        rest = (*queue.items[at + 1 :], *queue.items[: max(at, 0)])
        return next((i.address for i in rest if decisions.of(i.kind, i.target) is None), "/")

    async def picture(self, request: Request) -> Response:
        """The page of an item as a picture."""
        found = self._found(request)
        file = self._file(found[1], found[1].stated).file if found else None
        if found is None or file is None:
            return Response(status_code=404)
        side = found[1].stated
        whole = "whole" in request.query_params
        drawn = page_picture(file, side.page or 1, side.boxes, whole=whole)
        return Response(drawn, media_type="image/png") if drawn else Response(status_code=404)

    async def journal(self, request: Request) -> Response:
        """Every decision, newest first."""
        decisions = self.session.decisions()
        standing = {id(decision) for decision in decisions.standing.values()}
        lines = [(line, id(line) in standing) for line in reversed(decisions.lines)]
        return self._page("journal.html", lines=lines[:1000], count=len(lines), changed=_changed)

    async def withdraw(self, request: Request) -> Response:
        """Take a decision back, whether or not the store still holds what it was about."""
        form = await self._form(request)
        if form is None:
            return self._refused()
        held = self.session.decisions().of(form.get("kind", ""), form.get("target", ""))
        if held is None:
            return self._gone()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        taken = replace(held, at=now, by=self.session.reviewer or held.by, verdict="withdrawn", changes={})
        add_decision(self.session.folder, taken)
        return RedirectResponse("/journal", 303)

    async def who(self, request: Request) -> Response:
        """Ask for the reviewer's name."""
        return self._page("who.html", then=request.query_params.get("then", "/"), problem="")

    async def named(self, request: Request) -> Response:
        """Keep the name for this session."""
        form = await self._form(request)
        if form is None:
            return self._refused()
        then = form.get("then", "/")
        name = clean(form.get("reviewer", ""), NAME_LONGEST)
        if not name:
            return self._page("who.html", 422, then=then, problem="A decision needs a name.")
        self.session.reviewer = name
        inside = then.startswith("/") and not then.startswith(("//", "/\\"))
        return RedirectResponse(then if inside else "/", 303)

    async def golden_list(self, request: Request) -> Response:
        """The golden files: recorded, or checked by whom."""
        folder = self.session.golden
        return self._page("golden.html", files=golden.recorded_files(folder) if folder else [])

    async def golden_file(self, request: Request) -> Response:
        """One golden file, to be compared with its paper."""
        held = self._golden(request)
        return self._page("golden_file.html", file=held) if held else self._gone()

    async def golden_checked(self, request: Request) -> Response:
        """Mark a golden file as checked, if it still says what was seen."""
        form = await self._form(request)
        held = self._golden(request)
        if form is None or not self.session.reviewer:
            return self._refused()
        if held is None or self.session.golden is None or form.get("text_hash") != held.text_hash:
            return self._gone()
        golden.mark_checked(
            self.session.golden, held.name, self.session.reviewer, datetime.now(UTC).date().isoformat()
        )
        return RedirectResponse("/golden", 303)

    def _golden(self, request: Request) -> golden.Recorded | None:
        folder, name = self.session.golden, request.path_params["name"]
        files = golden.recorded_files(folder) if folder else []
        return next((file for file in files if file.name == name), None)


def _tallies(queue: Queue, decisions: Decisions) -> dict[str, tuple[int, int]]:
    """Kind to (decided, all)."""
    return {
        kind: (sum(decisions.of(kind, i.target) is not None for i in items), len(items))
        for kind in KINDS
        for items in [[i for i in queue.items if i.kind == kind]]
    }


def _address(narrowed: Mapping[str, str], first: int) -> str:
    return "/?" + urlencode({**narrowed, "from": max(0, first)})


def _changed(decision: Decision) -> str:
    return json.dumps(dict(decision.changes), ensure_ascii=False) if decision.changes else ""


def _is_pdf(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return b"%PDF-" in opened.read(1024)
    except OSError:
        return False
