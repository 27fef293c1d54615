"""Corrections, audit entries, topics and small texts: short rooms, one file."""

from __future__ import annotations

from bot.model.reading import Topic
from bot.model.workspace import AuditEntry, Correction, CorrectionKind
from bot.storage.database import Database
from tests.storage.make import BLUE, DAY, HOUR, NOW, RED

PARKS = Topic(
    slug="parks", name="Parks", cap=(21,), phrases=(("city park", 2.5), ("zoo", -1.0)), threshold=0.25
)


def correction(name: str, **more) -> Correction:
    given = {"workspace_id": RED, "kind": CorrectionKind.MERGE, "subject": "s1", "by": "U1", "made_at": NOW}
    return Correction(id=name, **given | more)


def test_corrections_hold_until_they_are_undone(db: Database) -> None:
    first = correction("c1", objects=("s2", "s3"))
    with db.write() as tx:
        tx.corrections.add(first)
        tx.corrections.add(correction("c2", made_at=NOW - HOUR, kind=CorrectionKind.NOT_THIS_PERSON))
        tx.corrections.add(correction("c3", workspace_id=BLUE))
        assert tx.corrections.find("c1") == first
        assert [c.id for c in tx.corrections.active(workspace=RED)] == ["c2", "c1"]
        assert [c.id for c in tx.corrections.active(kind=CorrectionKind.MERGE)] == ["c1", "c3"]
        assert tx.corrections.undo("c1", at=NOW + HOUR)
        assert not tx.corrections.undo("c1", at=NOW + DAY)
        assert not tx.corrections.undo("c9", at=NOW)
        assert [c.id for c in tx.corrections.active(workspace=RED)] == ["c2"]
        assert tx.corrections.find("c1").undone_at == NOW + HOUR


def test_corrections_as_of_an_instant(db: Database) -> None:
    with db.write() as tx:
        tx.corrections.add(correction("c1"))
        tx.corrections.undo("c1", at=NOW + DAY)
        held = [tx.corrections.active(at=at) for at in (NOW - HOUR, NOW, NOW + HOUR, NOW + DAY)]
    assert [len(found) for found in held] == [0, 1, 1, 0]


def test_audit_entries_newest_first(db: Database) -> None:
    with db.write() as tx:
        for n in range(4):
            team = BLUE if n == 3 else RED
            tx.audit.add(AuditEntry(id=f"e{n}", workspace_id=team, by="U1", action="mute", at=NOW + n * HOUR))
        assert [e.id for e in tx.audit.of_workspace(RED, since=NOW + HOUR)] == ["e2", "e1"]
        assert [e.id for e in tx.audit.of_workspace(RED, since=NOW, limit=1)] == ["e2"]


def test_topic_edits_and_their_undo(db: Database) -> None:
    wider = Topic(slug="parks", name="Parks and trees")
    with db.write() as tx:
        tx.topics.save(RED, PARKS, by="U1", at=NOW)
        tx.topics.save(RED, wider, by="U2", at=NOW + HOUR)
        tx.topics.switch_off(RED, "health", by="U1", at=NOW)
        assert tx.topics.of_workspace(RED) == {"health": None, "parks": wider}
        assert tx.topics.of_workspace(BLUE) == {}
        assert tx.topics.undo(RED, "parks", at=NOW + DAY)
        assert tx.topics.of_workspace(RED) == {"health": None, "parks": PARKS}
        assert tx.topics.undo(RED, "parks", at=NOW + DAY)
        assert not tx.topics.undo(RED, "parks", at=NOW + DAY)
        assert not tx.topics.undo(BLUE, "health", at=NOW)
        assert tx.topics.of_workspace(RED) == {"health": None}


def test_texts_by_key(db: Database) -> None:
    with db.write() as tx:
        assert tx.meta.find("idf") is None
        tx.meta.put("idf", "x" * 300_000)
        tx.meta.put("idf", "né")
        assert tx.meta.find("idf") == "né"
        tx.meta.delete("idf")
        assert tx.meta.find("idf") is None
