"""The tables and views of the store, by version; a store of an older version is brought up to date."""

from __future__ import annotations

APPLICATION_ID = 0x46494755
"""Marks the file as ours (SQLite's application_id): "FIGU"."""

V1 = """
CREATE TABLE documents (
  sha256 TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  key TEXT NOT NULL,
  format TEXT NOT NULL,
  status TEXT NOT NULL,
  title TEXT NOT NULL,
  pages INTEGER NOT NULL,
  authority TEXT,
  committee TEXT,
  meeting_date TEXT,
  observations INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  tables INTEGER NOT NULL
);
CREATE TABLE places (
  path TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE
);
CREATE INDEX places_sha256 ON places(sha256);
CREATE TABLE failures (
  path TEXT PRIMARY KEY,
  sha256 TEXT,
  status TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE TABLE problems (
  document_sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  page INTEGER,
  start INTEGER
);
CREATE TABLE passages (
  id INTEGER PRIMARY KEY,
  document_sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  kind TEXT NOT NULL,
  page INTEGER,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX passages_document ON passages(document_sha256);
CREATE VIRTUAL TABLE passages_fts USING fts5(text, content='passages', content_rowid='id', tokenize='porter');
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
  INSERT INTO passages_fts(rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
  INSERT INTO passages_fts(passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TABLE indicators (
  indicator_id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  unit TEXT,
  better TEXT,
  subject TEXT
);
CREATE TABLE observations (
  observation_id TEXT PRIMARY KEY,
  document_sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  document TEXT NOT NULL,
  origin TEXT NOT NULL,
  page INTEGER,
  bbox TEXT,
  start INTEGER,
  "end" INTEGER,
  text TEXT NOT NULL,
  quote TEXT NOT NULL,
  value NUMERIC NOT NULL,
  unit TEXT NOT NULL,
  qualifier TEXT,
  role TEXT NOT NULL,
  indicator TEXT NOT NULL,
  indicator_id TEXT,
  indicator_label TEXT,
  authority TEXT,
  area TEXT,
  cohort TEXT,
  comparator TEXT,
  period TEXT,
  period_start TEXT,
  period_end TEXT,
  period_type TEXT,
  direction TEXT,
  compared_with TEXT,
  rule TEXT NOT NULL,
  confidence REAL NOT NULL
);
CREATE INDEX observations_document ON observations(document_sha256, position);
CREATE INDEX observations_indicator ON observations(indicator_id, period_start);
CREATE TABLE claims (
  document_sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  other TEXT,
  text TEXT NOT NULL,
  params TEXT NOT NULL,
  page INTEGER,
  start INTEGER
);
CREATE INDEX claims_document ON claims(document_sha256);
CREATE TABLE unread (
  document_sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE,
  text TEXT NOT NULL,
  quote TEXT NOT NULL,
  reason TEXT NOT NULL,
  page INTEGER,
  start INTEGER
);
CREATE INDEX unread_document ON unread(document_sha256);
CREATE TABLE tables (
  document_sha256 TEXT NOT NULL REFERENCES documents(sha256) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  page INTEGER,
  read_as TEXT NOT NULL,
  reason TEXT NOT NULL,
  caption TEXT NOT NULL,
  observations INTEGER NOT NULL,
  rows TEXT NOT NULL,
  PRIMARY KEY (document_sha256, number)
);
CREATE TABLE series (
  authority TEXT,
  indicator_id TEXT,
  indicator TEXT NOT NULL,
  area TEXT,
  cohort TEXT,
  kind TEXT NOT NULL,
  period_type TEXT,
  period_start TEXT,
  period_end TEXT,
  value NUMERIC NOT NULL,
  unit TEXT NOT NULL,
  reported_on TEXT,
  document TEXT NOT NULL,
  page INTEGER,
  observation_id TEXT NOT NULL REFERENCES observations(observation_id) DEFERRABLE INITIALLY DEFERRED,
  status TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX series_indicator ON series(indicator_id, authority, kind, period_start);
CREATE TABLE findings (
  finding_id TEXT PRIMARY KEY,
  "check" TEXT NOT NULL,
  verdict TEXT NOT NULL,
  severity TEXT NOT NULL,
  stated TEXT NOT NULL REFERENCES observations(observation_id) DEFERRABLE INITIALLY DEFERRED,
  expected NUMERIC,
  explanation TEXT NOT NULL,
  rank INTEGER NOT NULL
);
CREATE TABLE finding_evidence (
  finding_id TEXT NOT NULL REFERENCES findings(finding_id) ON DELETE CASCADE,
  observation_id TEXT NOT NULL REFERENCES observations(observation_id) DEFERRABLE INITIALLY DEFERRED,
  part TEXT NOT NULL CHECK (part IN ('evidence', 'also')),
  position INTEGER NOT NULL
);
CREATE INDEX finding_evidence_finding ON finding_evidence(finding_id);
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  ended TEXT NOT NULL,
  version TEXT NOT NULL,
  configuration TEXT NOT NULL,
  documents INTEGER NOT NULL,
  failed INTEGER NOT NULL
);
CREATE VIEW series_current AS
  SELECT * FROM series WHERE status LIKE 'current%';
CREATE VIEW revisions AS
  SELECT earlier.authority, earlier.indicator_id, earlier.indicator, earlier.area, earlier.cohort,
         earlier.kind, earlier.period_type, earlier.period_start, earlier.period_end,
         earlier.value AS first_value, earlier.reported_on AS first_reported_on,
         earlier.document AS first_document,
         later.value AS current_value, later.reported_on AS current_reported_on,
         later.document AS current_document,
         round(later.value - earlier.value, 6) AS difference, later.unit
  FROM series earlier JOIN series later
    ON later.status LIKE 'current%' AND earlier.status LIKE 'revised%'
   AND later.indicator IS earlier.indicator AND later.indicator_id IS earlier.indicator_id
   AND later.authority IS earlier.authority AND later.area IS earlier.area
   AND later.cohort IS earlier.cohort AND later.kind IS earlier.kind
   AND later.period_type IS earlier.period_type AND later.period_start IS earlier.period_start
   AND later.period_end IS earlier.period_end AND later.unit IS earlier.unit;
CREATE VIEW findings_open AS
  SELECT f.rank, f.severity, f."check", f.verdict, f.explanation, o.text, o.quote, o.indicator,
         o.period, o.value, f.expected, o.unit, o.document, o.page, f.finding_id
  FROM findings f JOIN observations o ON o.observation_id = f.stated
  WHERE f.severity IN ('error', 'warning') ORDER BY f.rank;
"""

V2 = """
DELETE FROM finding_evidence;
DELETE FROM findings;
DELETE FROM series;
ALTER TABLE series ADD COLUMN line TEXT NOT NULL DEFAULT '';
CREATE INDEX series_line ON series(line);
CREATE INDEX series_observation ON series(observation_id);
CREATE INDEX findings_stated ON findings(stated);
CREATE INDEX finding_evidence_observation ON finding_evidence(observation_id);
"""
"""Rows of one line are known by it, so that a new paper changes the lines that it touches and no other.
Series and findings are made of the observations again with the next run."""

V3 = """
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES documents ON', 'REFERENCES documents(sha256) ON');
UPDATE sqlite_master
  SET sql = replace(sql, 'REFERENCES observations DEFER', 'REFERENCES observations(observation_id) DEFER');
UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES findings ON', 'REFERENCES findings(finding_id) ON');
PRAGMA writable_schema = OFF;
"""
"""Older stores left the columns that are referred to unnamed, which Datasette cannot follow."""

LEDGER = """
CREATE TABLE IF NOT EXISTS ledger.made_by (fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ledger.documents (
  sha256 TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  head TEXT NOT NULL,
  breaks TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger.picks (
  sha256 TEXT NOT NULL,
  position INTEGER NOT NULL,
  line TEXT NOT NULL,
  value TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger.picks_line ON picks(line);
CREATE INDEX IF NOT EXISTS ledger.picks_sha256 ON picks(sha256);
CREATE TABLE IF NOT EXISTS ledger.known (
  sha256 TEXT NOT NULL,
  authority TEXT NOT NULL,
  indicator_id TEXT NOT NULL,
  figure TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger.known_of ON known(authority, indicator_id);
CREATE INDEX IF NOT EXISTS ledger.known_sha256 ON known(sha256);
CREATE TABLE IF NOT EXISTS ledger.asked (
  sha256 TEXT NOT NULL,
  authority TEXT NOT NULL,
  indicator_id TEXT NOT NULL,
  figures TEXT NOT NULL,
  answer TEXT
);
CREATE INDEX IF NOT EXISTS ledger.asked_of ON asked(authority, indicator_id);
CREATE INDEX IF NOT EXISTS ledger.asked_sha256 ON asked(sha256);
CREATE TABLE IF NOT EXISTS ledger.lines (
  line TEXT PRIMARY KEY,
  bundle TEXT NOT NULL,
  dates INTEGER NOT NULL,
  points TEXT NOT NULL,
  printed TEXT NOT NULL,
  csv TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger.lines_bundle ON lines(bundle, dates);
CREATE TABLE IF NOT EXISTS ledger.windows (name TEXT PRIMARY KEY, members TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ledger.findings (
  finding_id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  sorted TEXT NOT NULL,
  severity TEXT NOT NULL,
  csv TEXT NOT NULL,
  record BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger.findings_sha256 ON findings(sha256);
CREATE INDEX IF NOT EXISTS ledger.findings_sorted ON findings(sorted);
CREATE TABLE IF NOT EXISTS ledger.touched (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name));
"""
"""What the archive keeps between runs to tell what a new paper touches; may be thrown away."""

MIGRATIONS: tuple[str, ...] = (V1, V2, V3)
"""Script number n brings a store of version n to version n + 1."""

VERSION = len(MIGRATIONS)
