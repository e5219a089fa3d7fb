"""The Word template of a document as it was when its version was frozen: what somebody changes later counts later."""

from __future__ import annotations

from forms.record_type import Document
from services.extra_documents import Extra
from services.platform import NotFound, Platform
from store import templates
from store.versions import Version


def template_of(platform: Platform, version: Version, definition: Document | Extra) -> bytes:
    """The template as it was at freezing.

    :raises NotFound: when it was never kept
    """
    digest = version.template_hashes.get(definition.code)
    if digest is None and isinstance(definition, Extra):  # frozen before this document was thought of
        return (platform.templates / definition.template).read_bytes()
    content = templates.content(platform.db, str(digest))
    if content is None:
        raise NotFound
    return content
