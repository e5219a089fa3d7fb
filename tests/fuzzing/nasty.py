"""Texts, dates, numbers, ids and headers that went wrong somewhere once, and strategies that mix them."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = (
    *("O’Brien", "D'Hondt", "d’Hooghe-Van der Linden", "Åsa Ångström", "Żółć Gęśla", "Dvořák", "Nguyễn Thị Ánh"),
    *("İbrahim Çağlayan", "Ðorđe Đokić", "Þórunn Guðmundsdóttir", "Ştefan Țurcan", "Łucja", "Ñandú Peña", "Ø"),
    *("محمد العمراني", "فاطمة الزهراء", "יעל בן־דוד", "Ольга Щербакова", "Ґалина Їжакевич", "Ελένη Παπαδοπούλου"),
    *("王小明", "欧阳娜娜", "山田 太郎", "さくら", "김민준", "สมชาย", "ਗੁਰਪ੍ਰੀਤ", "अनुष्का", "தமிழ்செல்வி", "ՀԱՅԿ"),
    *("გიორგი", "አበበ ብቂላ", "ⵎⵓⵃⵎⵎⴷ", "Ngọc", "Kaʻiulani", "X Æ A-12", "Null", "undefined", "NaN", "true", "None"),
    *("Van den Van der Van de", "de la Cruz y Fernández", "van 't Hof", "’s Gravesande", "Jean-Pierre", "J. R."),
    *("Mary  Ann", "Anne‑Sophie", "O'Neill-O’Neill", "Zoë", "Zoe\u0308", "ﬁona", "Straße", "IJsbrand", "ĳsbrand"),
    *("Ng", "A", "Wolfeschlegelsteinhausenbergerdorff", "🦊 Vos", "👩‍👩‍👧‍👦", "Maria\u00a0José", "St. John", "3de"),
)
"""Names that people have or type: each is to be taken as it is."""

TOWER = "Z" + "\u0310\u0319\u0334\u0324" * 60
MARK = "kwaad191"
"""In every script that is sent: no answer may have it where it works."""
SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'><svg/onload={MARK}()>",
    f"javascript:{MARK}()",
    f'" onfocus={MARK}() autofocus="',
    f"</textarea><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f"<!--<script>{MARK}()--></script>",
    f"<a href='data:text/html,{MARK}'>",
    "{{7*191919}}",
    "{% for x in [1] %}x{% endfor %}",
    "${7*191919}",
    "#{7*191919}",
    "{{ config }}",
    "{{ ''.__class__.__mro__ }}",
    "%(naam)s %s %d %n",
    "{0} {naam} {}",
)
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE dossier; --",
    '" OR ""="',
    "1 UNION SELECT password_hash FROM account",
    "%",
    "_",
    "%%%%____",
    "a*",
    '"',
    "NEAR(a b)",
    "a OR b AND NOT",
    "^x:y",
    "\\",
    "[a-z]*",
    "(a+)+$",
)
CELLS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')
PATHS = (
    *("../../../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///etc/passwd", "....//", "%2e%2e%2f"),
    *("//kwaad.example", "https://kwaad.example/", "http:kwaad.example", "/\\kwaad.example", "\\\\kwaad.example\\x"),
    *("/%09/kwaad.example", "//kwaad.example/%2f..", "/werklijst\r\nLocation: https://kwaad.example"),
)
SIGNS = (
    "",
    " ",
    "\t",
    "\x00",
    "a\x00b",
    "\x01\x02\x08\x0b\x0c\x0e\x1f\x7f",
    "a\r\nSet-Cookie: x=1\r\nb",
    "a\nBcc: kwaad@kwaad.example",
    "\ufeffa",
    "\ufffe\uffff",
    "\U0001fffe",
    "\u202egpj.exe\u202c",
    "\u2066a\u2069\u200f\u200e",
    "\u2028\u2029",
    "\u200b\u200c\u200d\u2060",
    "\u0085",
    TOWER,
    "\u1e9e\u0130\u0131",
    "a" * 300,
    "é" * 5000,
    "x" * 100_000,
    "\n" * 3000,
    "<" * 2000,
    "a " * 4000,
    "((((((((((((((((((((((((((((((" * 40,
    '{"a":' * 900,
    "[" * 5000,
)
DATES = (
    *("2026-02-31", "31/02/2026", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-2026-01-01", "2026-13-01"),
    *("٢٠٢٦-٠٩-١٤", "２０２６-０９-１４", "2026-9-1", "20260914", "2026-W38-1", "2026-257", "2026-09-14T10:00"),
    *("2026-09-14T25:00", "2026-03-29T02:30", "2026-10-25T02:30", "2026-09-14T10:00:00+99:00", "1e3", "29/02/2023"),
    *("31.12.99", "14-09-2026", "gisteren", "1_000", "0x7e", "²", "½", "1969-12-31", "2026-09-14Z", "2026-09"),
)
NUMBERS = (
    *("0", "-1", "1", "2026", "9", "1_000", "٣", "１２", "²", "1e400", "inf", "-inf", "nan", "0.1", "0,5", "1.000,50"),
    *(str(2**31), str(2**63), str(-(2**63) - 1), str(2**64), "9" * 400, "9" * 5000, "0" * 5000, "+5", " 7 ", "--1"),
    *("0b1", "0o7", "1/0", "True", "00000000", "99999999999", "00.00.00-000.00", "85.07.30-033.28", "BE0123456789"),
)
ADDRESSES = (
    *(
        "a@b",
        "@",
        "a@b.example",
        "a@b@c.example",
        "a b@c.example",
        "a@b.example\r\nBcc: x@kwaad.example",
        "a@-b.example",
    ),
    *(
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "é@b.example",
        "a@bücher.example",
        f"{'a' * 300}@b.example",
        "a@" + "b." * 200,
    ),
    *("<a@b.example>", "a@b.example, c@d.example", "A@B.EXAMPLE", "+32 470 00 00 00", "0" * 40, "tel:1", "mailto:a@b"),
)
IDS = (
    *("x", "0" * 20, "f" * 20, "F" * 20, "0" * 19, "0" * 21, "é", "\u202e", "a b", "a%2fb", "..", ".", "a.b", "-", "0"),
    *(
        "1",
        "-1",
        str(2**63),
        "null",
        "None",
        "undefined",
        "%00",
        "%",
        "%zz",
        "a;b",
        "a'b",
        'a"b',
        "<b>",
        "{{7*191919}}",
    ),
    *(
        "a" * 2000,
        "%e2%80%ae",
        "%ff%fe",
        "%c0%ae%c0%ae",
        "a%0d%0aX:y",
        "a,b",
        "*",
        "[]",
        "a|b",
        "~",
        "starten",
        "doelen",
    ),
)
"""As they stand in an address; a slash in one makes another address of it."""
TEXTS = (*NAMES, *SCRIPTS, *SQL, *CELLS, *PATHS, *SIGNS, *DATES, *NUMBERS, *ADDRESSES, *IDS)
SURROGATES = (
    b"\xed\xa0\x80",
    b"a\xed\xb0\x80b",
    b"\xff\xfe\xfd",
    b"\xc0\xaf",
    b"\xf4\x90\x80\x80",
    b"\x80",
    b"%ED%A0%80",
)
"""Bytes that are no text, as a browser or a script may send them."""
HUGE = ("x" * 1_000_000, "é\u0301" * 250_000, "<p>" * 300_000, "9" * 1_000_000, "\x00" * 900_000, "a\r\n" * 300_000)

HEADERS = (
    *(("Host", one) for one in ("kwaad.example", "", "a b", "kwaad.example:99999", "[::1", "x" * 3000, "é", "127.0.0.1@x")),
    *(("X-Forwarded-Host", one) for one in ("kwaad.example", "a,b", "\u00e9")),
    *(("X-Forwarded-For", one) for one in ("1.2.3.4", "x" * 5000, "::1, 127.0.0.1", "'", "\u00e9", "")),
    *(("X-Forwarded-Proto", "javascript"), ("X-Forwarded-Prefix", "/kwaad"), ("Forwarded", "for=x;host=kwaad.example")),
    *(("X-Original-URL", "/platform"), ("X-Rewrite-URL", "/platform"), ("X-HTTP-Method-Override", "DELETE")),
    *(("Accept", one) for one in ("application/json", "*/*", "", "text/html;q=x", "a/b;q=-1", ",,,", "a/" * 900, "\u00e9")),
    *(("Accept-Language", one) for one in ("fr", "ar", "xx", "nl;q=x", "*", "a" * 9000, "../../etc", "fr;q=nan", "\u00e9")),
    *(("Range", one) for one in ("bytes=0-", "bytes=5-2", "bytes=-1", "bytes=0-0,1-1", "x", "bytes=" + "0-1," * 500)),
    *(("If-None-Match", one) for one in ("*", "x", '"' * 50, 'W/"a"')),
    *(("If-Modified-Since", one) for one in ("x", "Mon, 99 Foo 0000 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT")),
    *(("If-Range", "x"), ("Expect", "100-continue"), ("Expect", "x"), ("Transfer-Encoding", "chunked, identity")),
    *(("Content-Type", one) for one in (
        *("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "x", "", "\u00e9"),
        *("multipart/form-data; boundary=" + "b" * 3000, "application/x-www-form-urlencoded; charset=utf-7", "a/b; x=\""),
        *("application/x-www-form-urlencoded; charset=utf-16", "multipart/mixed; boundary=x", "application/xml"),
    )),
    *(("Content-Length", one) for one in ("0", "1", "99999999999", "-1", "x", "1_0", "٣", "", " 5", "5, 5")),
    *(("Origin", one) for one in ("null", "https://kwaad.example", "")),
    *(("Referer", one) for one in ("https://kwaad.example/", "x", "", "http://[", "//")),
    *(("User-Agent", one) for one in ("", "x" * 9000, "\u00e9", "<script>kwaad191()</script>", "Mozilla/5.0 (" * 100)),
    *(("Authorization", one) for one in ("Basic x", "Bearer x", "Basic " + "=" * 99, "x")),
    *(("Cookie", one) for one in ("naadloos=x", "naadloos=", ";;;=;", "a" * 9000, "naadloos=.eJw.x.y", "\u00e9=\u00e9", "taal=../x")),
    *(("Sec-Fetch-Site", "cross-site"), ("Connection", "x"), ("Upgrade", "websocket"), ("Content-Encoding", "gzip")),
)  # fmt: skip
"""Name and value; a Cookie goes in the place of the one that signs in."""

TEXT = st.one_of(
    st.sampled_from(TEXTS),
    st.text(max_size=12),
    st.builds("".join, st.lists(st.sampled_from([one for one in TEXTS if len(one) < 400]), min_size=2, max_size=3)),
)
GOOD = st.sampled_from(
    ("", "Zo is het goed.", "3", "2026", "11", "14", "2026-11-14", "ja", "a@b.example", "+32470000000")
)
"""What fits in many a field, so that more than the first wrong one is looked at."""
ID = st.one_of(st.sampled_from(IDS), st.text("0123456789abcdefXYZ-_.~", min_size=1, max_size=24))
HEADER = st.sampled_from(HEADERS)
