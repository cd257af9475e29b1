"""Full text over the entries: FTS5 kept by triggers on SQLite, an index over ``tsvector`` on PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(words, content='search_searchentry', content_rowid='id', prefix='2 3', tokenize='unicode61')",
    "CREATE TRIGGER search_fts_new AFTER INSERT ON search_searchentry BEGIN INSERT INTO search_fts(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_fts_gone AFTER DELETE ON search_searchentry BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER search_fts_changed AFTER UPDATE ON search_searchentry BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO search_fts(rowid, words) VALUES (new.id, new.words); END",
)
SQLITE_BACK = ("DROP TRIGGER search_fts_new", "DROP TRIGGER search_fts_gone", "DROP TRIGGER search_fts_changed", "DROP TABLE search_fts")
POSTGRES = ("CREATE INDEX search_tsv ON search_searchentry USING gin (to_tsvector('simple', words))",)
POSTGRES_BACK = ("DROP INDEX search_tsv",)


def make(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, unmake)]
