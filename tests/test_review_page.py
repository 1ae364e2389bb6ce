"""The review page: a person can decide on it, and nobody else can."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from PIL import Image
from starlette.testclient import TestClient

from extractor.archive import scratch
from extractor.decisions import read_decisions
from extractor.errors import ExtractorError
from extractor.golden import compare, recorded_files, update
from extractor.model import Observation, Result
from extractor.patterns import load_patterns
from extractor.review.app import Session, application
from extractor.review.guard import Keys
from extractor.review.pictures import Found, Papers, page_picture
from extractor.review.serve import listening
from extractor.store import open_store
from tests.builders import finding, keep_outcomes, result
from tests.pdfs import pdf as made_pdf
from tests.pdfs import write

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
HOST = "http://127.0.0.1:8123"
EVIL = '<script>alert("x")</script>'


def doubtful(made: Result) -> Result:
    """The first figure of the paper made doubtful, its quote hostile."""
    first, *others = made.observations
    held = [replace(o, indicator_id="plans") for o in others]
    return replace(
        made, observations=(replace(first, confidence=0.3, quote=f"{first.quote} {EVIL}"), *held)
    )  # fmt: skip


def store(folder: Path, made: Result, paths: tuple[str, ...] = ("paper.txt",)) -> None:
    folder.mkdir(exist_ok=True)
    scratch(folder).keep("key", made)
    with open_store(folder / "store.sqlite") as opened:
        opened.add_document(made, "key+mark")
        opened.set_places(dict.fromkeys(paths, made.document.sha256), [])
        keep_outcomes(opened, [], [finding(made)], [("plans", "Plans in time", "percent", "high", "social")])


@pytest.fixture
def session(tmp_path: Path) -> Session:
    store(tmp_path / "out", doubtful(result()))
    return Session(tmp_path / "out", Keys(8123), "J. Reader")


@pytest.fixture
def stranger(session: Session) -> TestClient:
    return TestClient(application(session), base_url=HOST, follow_redirects=False)


@pytest.fixture
def client(session: Session, stranger: TestClient) -> TestClient:
    entered = stranger.get(session.keys.address)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    return stranger


def figure(session: Session) -> Observation:
    return doubtful(result()).observations[0]


def decide(client: TestClient, session: Session, path: str, headers: dict[str, str], **fields: str) -> Any:
    sent = {"token": session.keys.token, **fields}
    return client.post(path, data=sent, headers=headers)


OWN = {"origin": HOST}


def test_without_the_key_nothing_is_shown(stranger: TestClient) -> None:
    for path in ("/", "/journal", "/review.js", "/picture/figure/x", "/nowhere"):
        shown = stranger.get(path)
        assert (shown.status_code, "doubtful" in shown.text.casefold()) == (403, False)
    assert stranger.get("/enter?key=guess").status_code == 403
    assert stranger.get("/enter").status_code == 403


def test_the_key_gives_a_cookie_that_other_sites_cannot_use(session: Session, stranger: TestClient) -> None:
    cookie = stranger.get(session.keys.address).headers["set-cookie"]
    assert cookie == f"review_8123={session.keys.key}; Path=/; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1:9999"},
        {"host": "evil.example:8123"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_name_or_site_is_refused_even_with_the_key(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert client.get("/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "null"}, {"origin": "http://evil.example"}, {"origin": "http://127.0.0.1:9999"},
     {"origin": "https://127.0.0.1:8123"}],
)  # fmt: skip
def test_a_decision_from_another_origin_is_refused(
    client: TestClient, session: Session, headers: dict[str, str]
) -> None:
    path = f"/item/figure/{figure(session).observation_id}"
    assert decide(client, session, path, headers, verdict="accepted").status_code == 403
    assert session.decisions().lines == ()


def test_a_decision_without_the_token_is_refused(client: TestClient, session: Session) -> None:
    path = f"/item/figure/{figure(session).observation_id}"
    for token in ("", "guess", session.keys.key):
        sent = client.post(path, data={"token": token, "verdict": "accepted"}, headers=OWN)
        assert sent.status_code == 403
    assert client.get(f"{path}?verdict=accepted&token={session.keys.token}").status_code == 200
    assert client.put(path, headers=OWN).status_code == 403
    assert session.decisions().lines == ()


def test_a_form_that_is_too_large_is_refused(client: TestClient, session: Session) -> None:
    path = f"/item/figure/{figure(session).observation_id}"
    assert decide(client, session, path, OWN, verdict="rejected", reason="x" * 70_000).status_code == 403


def test_every_answer_forbids_frames_foreign_scripts_and_caching(
    client: TestClient, stranger: TestClient
) -> None:
    for path in ("/", "/nowhere", "/review.css", "/enter"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
        assert "access-control-allow-origin" not in headers


def test_the_list_has_findings_first_then_doubtful_figures_then_unread(client: TestClient) -> None:
    page = client.get("/").text
    assert re.findall(r'class="entry" href="/item/(\w+)/', page) == ["finding", "figure", "unread"]
    assert re.findall(r'class="entry" href="/item/(\w+)/', client.get("/?kind=unread").text) == ["unread"]
    assert 'class="entry"' not in client.get("/?q=nothing+like+it").text


def test_what_papers_and_people_write_is_text_on_every_page(client: TestClient, session: Session) -> None:
    session.reviewer = EVIL
    path = f"/item/figure/{figure(session).observation_id}"
    decide(client, session, path, OWN, verdict="rejected", reason=EVIL)
    for shown in ("/", "/?state=all", path, "/journal", "/who", f"/?q={EVIL}", f"/who?then={EVIL}"):
        page = client.get(shown).text
        assert "<script>" not in page, shown
    assert "alert(" in client.get(path).text


def test_an_item_shows_the_quote_with_the_figure_marked_and_its_table_row(
    client: TestClient, session: Session
) -> None:
    name = finding(doubtful(result())).finding_id
    page = client.get(f"/item/finding/{name}").text
    assert "<mark>88.1%</mark>" in page
    assert "<td>92.4%</td><td><mark>87.5%</mark></td>" in page
    assert "The evidence gives <strong>87.5</strong>" in page


def test_accepting_is_kept_with_who_and_when_and_goes_on_to_the_next(
    client: TestClient, session: Session
) -> None:
    made = figure(session)
    sent = decide(client, session, f"/item/figure/{made.observation_id}", OWN, verdict="accepted")
    assert (sent.status_code, sent.headers["location"].split("/")[2]) == (303, "unread")
    (line,) = read_decisions(session.folder).lines
    assert (line.by, line.kind, line.target, line.verdict, line.text, line.start) == (
        "J. Reader", "figure", made.observation_id, "accepted", made.text, made.start,
    )  # fmt: skip
    assert line.document_sha256 == made.document_sha256 and line.at.endswith("+00:00")
    assert f"/item/figure/{made.observation_id}" not in client.get("/").text
    assert f"/item/figure/{made.observation_id}" in client.get("/?state=decided").text


def test_a_correction_keeps_only_what_changed_with_the_label_of_the_catalogue(
    client: TestClient, session: Session
) -> None:
    made = figure(session)
    path = f"/item/figure/{made.observation_id}"
    page = client.get(path).text
    fields = dict(re.findall(r'<input id="f-\w+" name="(\w+)" value="([^"]*)"', page))
    sent = {name: unescape(value) for name, value in fields.items()} | {
        "value": "1,087.5",
        "indicator_id": "plans",
    }
    assert decide(client, session, path, OWN, verdict="corrected", **sent).status_code == 303
    (line,) = read_decisions(session.folder).lines
    assert line.changes == {
        "value": "1087.5",
        "indicator_id": "plans",
        "indicator_label": "Plans in time",
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verdict": "rejected", "reason": " "}, "needs a reason"),
        ({"verdict": "corrected", "value": "many"}, "is no number"),
        ({"verdict": "corrected", "indicator_id": "none-such"}, "no indicator"),
        ({"verdict": "corrected"}, "nothing was changed"),
        ({"verdict": "burnt"}, "choose accept"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_what_to_do(
    client: TestClient, session: Session, fields: dict[str, str], said: str
) -> None:
    path = f"/item/figure/{figure(session).observation_id}"
    sent = decide(client, session, path, OWN, **fields)
    assert sent.status_code == 422
    assert said in unescape(sent.text)
    assert session.decisions().lines == ()


def test_an_unread_figure_can_be_read_by_a_person(client: TestClient, session: Session) -> None:
    (name,) = re.findall(r"/item/unread/([^\"]+)", client.get("/").text)
    path = f"/item/unread/{name}"
    missing = decide(client, session, path, OWN, verdict="corrected", value="7")
    assert "a figure needs unit, role, indicator" in unescape(missing.text)
    sent = decide(
        client, session, path, OWN, verdict="corrected", value="7", unit="count", role="actual",
        indicator="odd items",
    )  # fmt: skip
    assert sent.status_code == 303
    (line,) = read_decisions(session.folder).lines
    assert line.changes == {"value": "7", "unit": "count", "role": "actual", "indicator": "odd items"}


def test_a_finding_is_accepted_or_rejected_but_not_corrected(client: TestClient, session: Session) -> None:
    path = f"/item/finding/{finding(doubtful(result())).finding_id}"
    assert decide(client, session, path, OWN, verdict="corrected", value="1").status_code == 422
    assert decide(client, session, path, OWN, verdict="rejected", reason="fair").status_code == 303


def test_a_decision_can_be_withdrawn_from_the_journal(client: TestClient, session: Session) -> None:
    made = figure(session)
    decide(client, session, f"/item/figure/{made.observation_id}", OWN, verdict="accepted")
    sent = decide(client, session, "/journal", OWN, kind="figure", target=made.observation_id)
    assert sent.status_code == 303
    assert [line.verdict for line in session.decisions().lines] == ["accepted", "withdrawn"]
    assert session.decisions().standing == {}


def test_who_decides_is_asked_once_and_then_the_way_goes_on_inside(
    client: TestClient, session: Session
) -> None:
    session.reviewer = ""
    path = f"/item/figure/{figure(session).observation_id}"
    assert client.get(path).headers["location"] == f"/who?then={path}"
    assert decide(client, session, path, OWN, verdict="accepted").status_code == 403
    named = decide(client, session, "/who", OWN, reviewer="  A\u202e Reader\n", then=path)
    assert (named.headers["location"], session.reviewer) == (path, "A Reader")
    away = decide(client, session, "/who", OWN, reviewer="A", then="//evil.example/")
    assert away.headers["location"] == "/"


def test_a_golden_file_is_checked_as_it_was_seen(
    client: TestClient, session: Session, tmp_path: Path
) -> None:
    corpus, golden = tmp_path / "corpus", tmp_path / "golden"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Visits in time were 81% at the end of June 2019.\n", encoding="utf-8")
    update(compare(corpus, golden, load_patterns()), golden)
    session.golden = golden
    session.reviewer = 'J. "R" Ünal \U0001f600'
    (seen,) = re.findall(r'name="text_hash" value="(\w+)"', client.get("/golden/a.txt.txt").text)
    assert decide(client, session, "/golden/a.txt.txt", OWN, text_hash="other").status_code == 404
    assert decide(client, session, "/golden/a.txt.txt", OWN, text_hash=seen).status_code == 303
    checked = {file.name: file.checked_by.partition(",")[0] for file in recorded_files(golden)}
    assert checked == {"a.txt.txt": session.reviewer, "findings.csv": "", "series.csv": ""}


class Browser:
    """A headless browser, driven by its own protocol over two pipes."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM is not None
        ours, theirs = os.pipe(), os.pipe()  # commands to it, answers from it
        command = (
            f'exec "{CHROMIUM}" --headless --no-sandbox --disable-gpu --remote-debugging-pipe'
            f' "--user-data-dir={profile}" about:blank 3<&{ours[0]} 4>&{theirs[1]}'
        )
        self.process = subprocess.Popen(
            ["bash", "-c", command], pass_fds=(ours[0], theirs[1]), stderr=subprocess.DEVNULL
        )
        os.close(ours[0])
        os.close(theirs[1])
        self._to, self._from = os.fdopen(ours[1], "wb", 0), os.fdopen(theirs[0], "rb")
        self._number = 0
        self.errors: list[str] = []
        self.session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """Send a command and wait for its answer; errors of the page are collected on the way."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self._to.write(json.dumps(message).encode() + b"\0")
        while True:
            told = self._read()
            if told.get("id") == self._number:
                assert "error" not in told, told
                return told["result"]

    def _read(self) -> dict[str, Any]:
        held = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            assert byte, "the browser has gone"
            held += byte
        told: dict[str, Any] = json.loads(held)
        if told.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
            self.errors.append(json.dumps(told["params"]))
        return told

    def told(self, script: str) -> Any:
        """The value of an expression on the page."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def wait(self, script: str) -> None:
        """Wait until an expression is true."""
        for _ in range(200):
            if self.told(f"document.readyState === 'complete' && ({script})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}; at {self.told('location.href')}")

    def open(self, address: str, path: str) -> None:
        """Go to an address and wait till it is there."""
        self.call("Page.navigate", url=address)
        self.wait(f"location.pathname === {path!r}")

    def press(self, key: str) -> None:
        """Press a key as a person does."""
        held = {"key": key, **({"text": key} if len(key) == 1 else {})}
        if key == "Enter":
            held |= {"text": "\r", "code": "Enter", "windowsVirtualKeyCode": 13}  # type: ignore[dict-item]
        self.call("Input.dispatchKeyEvent", type="keyDown", **held)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self._to.close()
        self._from.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The review as its command serves it: the address to open, and the folder."""
    store(tmp_path / "out", doubtful(result()))
    command = [sys.executable, "-m", "extractor", "review", str(tmp_path / "out"), "--reviewer", "J. Reader"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield server.stderr.readline().removeprefix("open ").strip(), tmp_path / "out"
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None or os.name == "nt", reason="no headless browser is installed")
def test_everything_can_be_decided_with_the_keyboard_and_the_page_has_no_errors(
    served: tuple[str, Path], tmp_path: Path
) -> None:
    address, folder = served
    browser = Browser(tmp_path / "profile")
    try:
        browser.open(address, "/")
        browser.press("j")
        browser.press("Enter")
        browser.wait("location.pathname.startsWith('/item/finding/')")
        browser.press("a")
        browser.wait("location.pathname.startsWith('/item/figure/')")
        browser.press("c")
        assert browser.told("document.activeElement.id") == "f-value"
        browser.press("Escape")
        browser.press("r")
        assert browser.told("document.activeElement.id") == "reason"
        browser.press("a")
        assert browser.told("document.activeElement.value") == "a"  # in a field a letter is a letter
        browser.press("Escape")
        browser.press("j")
        browser.wait("location.pathname.startsWith('/item/unread/')")
        browser.press("k")
        browser.wait("location.pathname.startsWith('/item/figure/')")
        browser.press("/")
        assert browser.told("document.activeElement.id") == "q"
        assert browser.errors == []
    finally:
        browser.close()
    assert [(line.kind, line.verdict) for line in read_decisions(folder).lines] == [("finding", "accepted")]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "paper.pdf"
    file.write_bytes(made_pdf(lambda canvas: write(canvas, 72, 72, "88.1% of plans were reviewed in time")))
    return file


def test_the_page_is_pictured_while_the_paper_has_the_same_bytes(tmp_path: Path, pdf: Path) -> None:
    made = doubtful(result("paper.pdf", pdf.read_bytes()))
    first, *others = made.observations
    made = replace(made, observations=(replace(first, page=1, bbox=(72.0, 72.0, 120.0, 84.0)), *others))
    store(tmp_path / "out", made, (str(tmp_path / "gone.pdf"), str(pdf)))
    session = Session(tmp_path / "out", Keys(8123), "J. Reader")
    client = TestClient(application(session), base_url=HOST)
    client.get(session.keys.address)
    name = first.observation_id
    shown = client.get(f"/picture/figure/{name}")
    assert shown.headers["content-type"] == "image/png" and shown.content.startswith(b"\x89PNG")
    assert len(client.get(f"/picture/figure/{name}?whole=1").content) != len(shown.content)
    assert "outlined" in client.get(f"/item/figure/{name}").text
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    assert client.get(f"/picture/figure/{name}").status_code == 404
    assert "cannot be pictured" in client.get(f"/item/figure/{name}").text


def test_a_damaged_journal_is_told_on_the_page(client: TestClient, session: Session) -> None:
    (session.folder / "decisions.jsonl").write_text("no json\n", encoding="utf-8")
    shown = client.get("/")
    assert (shown.status_code, "line 1: no decision" in shown.text) == (500, True)


def test_the_outline_is_red(pdf: Path) -> None:
    drawn = page_picture(pdf, 1, ((72.0, 64.0, 100.0, 74.0),))
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (200, 0, 0) in {colour for _, colour in picture.getcolors(100_000) or ()}


def test_a_page_that_is_not_there_gives_no_picture(pdf: Path) -> None:
    assert page_picture(pdf, 9, ()) is None
    found = Papers().find([str(pdf)], "0" * 64)
    assert found.file is None and "was changed since it was read" in found.missing


def test_a_paper_is_found_from_the_folder_that_the_run_was_started_in(
    tmp_path: Path, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
    out = tmp_path / "results" / "out"
    out.mkdir(parents=True)
    (out / "run.json").write_text('{"papers_from": "../.."}', encoding="utf-8")
    monkeypatch.chdir(out)
    found = Papers(out).find(["paper.pdf"], sha256).file
    assert found is not None and found.resolve() == pdf.resolve()
    assert Papers().find(["paper.pdf"], sha256) == Found(
        None, "the paper is no longer where it was read (paper.pdf)"
    )


def test_authority_area_group_and_comparator_can_be_corrected(client: TestClient, session: Session) -> None:
    told = {"authority": "Ambleford Council", "area": "North", "cohort": "boys", "comparator": "national"}
    name = figure(session).observation_id
    path = f"/item/figure/{name}"
    decide(client, session, path, OWN, verdict="corrected", **told)
    (line,) = read_decisions(session.folder).lines
    assert dict(line.changes) == {n: t for n, t in told.items() if t != figure(session).authority}


def test_only_this_machine_is_listened_to_and_a_port_that_is_taken_is_told() -> None:
    with listening(0) as first:
        host, port = first.getsockname()
        first.listen()
        assert host == "127.0.0.1"
        with pytest.raises(ExtractorError, match=f"port {port}: .*--port"):
            listening(port)


def test_a_folder_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "extractor", "review", str(tmp_path)], capture_output=True, timeout=120
    )
    assert told.returncode == 1
    assert b"no store there; write one with: extractor run" in told.stderr
