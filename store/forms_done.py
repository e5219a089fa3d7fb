"""Forms that did their work: the mark of each, so that pressing a button twice does it once."""

from store.database import Database


def claim(db: Database, mark: str, account_id: str, *, at: str, forget_before: str) -> bool:
    """Take the mark of a form; False when it was taken before. Marks of before a time are forgotten.

    :raises Conflict: when the account does not exist
    """
    with db.write():
        if db.row("SELECT 1 AS there FROM form_done WHERE mark = ?", (mark,)):
            return False
        db.run("DELETE FROM form_done WHERE at < :before", {"before": forget_before})
        db.insert("form_done", {"mark": mark, "account_id": account_id, "at": at})
    return True
