"""What a finished file costs beside filling it: sealing it, checking it, and filling a real one for one reader."""

from __future__ import annotations

from tests.bench.measuring import Key, Measured, cost, in_turn

ROUNDS, BATCH = 11, 5

KEYS = (
    Key("render_ms", "processor time of an indicatiestelling for one reader, from its answers to the file"),
    Key("seal_ms", "of sealing that file, with the record inside, from bytes to bytes"),
    Key("verify_ms", "of checking the sealed file strictly"),
    Key("seal_vs_render", "sealing against filling"),
)


def measured(rounds: int = ROUNDS, batch: int = BATCH) -> Measured:
    """In turn."""
    from services.checking import check
    from services.seal import seal
    from tests.sealing import AT, CODE, READER, inside, own_key, plain, record_xml, sealed, version, with_record

    document = next(one for one, letter in version().made() if (one.code, letter) == (CODE, READER))
    content, finished, key = with_record(plain(), record_xml(inside())), sealed(), own_key()
    found = in_turn(
        {
            "render": lambda: cost(lambda: version().render(document, READER), batch),
            "seal": lambda: cost(lambda: seal(content, key, AT), batch),
            "verify": lambda: cost(lambda: check(finished, [key.certificate_pem]), batch),
        },
        rounds,
    )
    return {
        "render_ms": found["render"],
        "seal_ms": found["seal"],
        "verify_ms": found["verify"],
        "seal_vs_render": found.ratio("seal", "render"),
    }, {}


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("seal")
