"""What a log says of an address: never a token, and never what somebody looked for."""

import pytest

from services.log_mask import masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("GET /dossiers?toon=alle&zoek=Vermeulen&van=ik HTTP/1.1", "GET /dossiers?toon=alle&zoek=...&van=ik HTTP/1.1"),
        (
            "GET /inloggen?volgende=/dossiers?zoek%3DVermeulen%26toon%3Dalle HTTP/1.1",
            "GET /inloggen?volgende=/dossiers?zoek%3D...%26toon%3Dalle HTTP/1.1",
        ),
        (
            "GET /inloggen?volgende=%2Fdossiers%3ftoon%3dalle%26zoek%3dVermeulen+Kobe HTTP/1.1",
            "GET /inloggen?volgende=%2Fdossiers%3ftoon%3dalle%26zoek%3d... HTTP/1.1",
        ),
        ("POST /uitnodiging/geheim/nieuw", "POST /uitnodiging/.../nieuw"),
        ("GET /organisaties/zoek?q=sluis", "GET /organisaties/zoek?q=sluis"),
    ],
)
def test_what_somebody_looked_for_stands_in_no_log_not_even_on_the_way_to_the_door(said, kept):
    assert masked(said) == kept
