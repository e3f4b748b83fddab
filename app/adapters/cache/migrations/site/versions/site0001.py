"""The records of one site and their search index.

A document's ``row`` is ``case_file.row << 20 | running number`` (0 in front: the inbox): the documents of a case lie
side by side on the disk, and search can be restricted to a case by a range of rows.

Beginnings of up to five letters have an index of their own in ``words``. Longer ones are completed from
``vocabulary`` (every word without digits) or ``indexed_word`` first: looking up whole words can stop at the limit,
which the beginning of a word that is in a million documents cannot.
"""

from alembic import op

revision = "site0001"
down_revision = None

STATEMENTS = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE record (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, state BLOB,
       PRIMARY KEY (kind, id)) WITHOUT ROWID""",
    """CREATE TABLE case_file (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, state BLOB,
       case_number TEXT)""",
    "CREATE INDEX case_file_number ON case_file (case_number)",
    """CREATE TABLE document (row INTEGER PRIMARY KEY, key BLOB NOT NULL, version INTEGER NOT NULL,
       state BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX document_key ON document (key)",
    "CREATE TABLE full_text (key BLOB PRIMARY KEY, pages BLOB NOT NULL)",
    """CREATE TABLE text_wanted (key BLOB PRIMARY KEY, id TEXT NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE VIRTUAL TABLE words USING fts5 (terms, content='', contentless_delete=1, detail=none,
       prefix='1 2 3 4 5', tokenize='unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE indexed_word USING fts5vocab ('words', 'row')",
    "CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
