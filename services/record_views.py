"""The SQL view of each record type, made from its definition: one column a question, for Datasette and sqlite-utils."""

from __future__ import annotations

from forms import RECORD_TYPES
from services.platform import Platform
from store.record_views import RecordView, replace_record_views


def refresh(platform: Platform) -> None:
    """Make the views as the definitions are now; a repeat is one column of JSON."""
    views = {
        slug.replace("-", "_"): RecordView(slug, {item.name: f"$.{item.name}" for _, item in record_type.items()})
        for slug, record_type in RECORD_TYPES.items()
    }
    replace_record_views(platform.db, views)
