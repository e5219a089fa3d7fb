"""Which work there is to do in the background: kind of a job -> what does it. One line a kind."""

from __future__ import annotations

from services import chain_check, copy_package, counting, packing, pdf_twin, scrubbing, template_preview
from services.jobs import Do

KINDS: dict[str, Do] = {
    pdf_twin.KIND: pdf_twin.make,
    chain_check.KIND: chain_check.check,
    template_preview.KIND: template_preview.draw,
    scrubbing.KIND: scrubbing.scrub,
    packing.KIND: packing.make,
    copy_package.KIND: copy_package.make,
    counting.KIND: counting.count,
}
