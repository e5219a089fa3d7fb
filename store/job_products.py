"""What a job made, for the account that asked for it alone, until it expires."""

from dataclasses import dataclass

from store.database import Database
from store.rows import columns, load_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A file, without its bytes."""

    job_id: str
    account_id: str
    filename: str
    mime: str
    size: int
    created_at: str
    expires_at: str


def put(
    db: Database,
    *,
    job_id: str,
    account_id: str,
    filename: str,
    mime: str,
    content: bytes,
    at: str,
    expires_at: str,
) -> None:
    """Keep what a job made, in place of what an earlier try of it made; what is expired goes."""
    row = {"job_id": job_id, "account_id": account_id, "filename": filename, "mime": mime, "content": content}
    with db.write():
        db.run("DELETE FROM job_product WHERE expires_at <= :at OR job_id = :job", {"at": at, "job": job_id})
        db.insert("job_product", row | {"created_at": at, "expires_at": expires_at})


def expire(db: Database, *, at: str) -> None:
    """Delete what is expired; most often nothing is, and no turn at writing is needed to see that."""
    if db.row("SELECT 1 FROM job_product WHERE expires_at <= ? LIMIT 1", (at,)):
        with db.write():
            db.run("DELETE FROM job_product WHERE expires_at <= :at", {"at": at})


def product(db: Database, job_id: str, account_id: str, *, at: str) -> Product | None:
    """What a job made for an account; None when it is not there, not for that account, or expired."""
    sql = f"SELECT {columns(Product)} FROM job_product WHERE job_id = ? AND account_id = ? AND expires_at > ?"
    return load_or_none(Product, db.row(sql, (job_id, account_id, at)))


def content(db: Database, one: Product) -> bytes | None:
    """Its bytes; None when it went meanwhile."""
    row = db.row("SELECT content FROM job_product WHERE job_id = ? AND account_id = ?", (one.job_id, one.account_id))
    return bytes(row["content"]) if row else None
