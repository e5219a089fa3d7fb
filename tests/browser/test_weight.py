"""How much a page weighs in a real browser: 150 kB at first, 30 kB afterwards, nothing that holds up or jumps."""

from tests.browser.look import FIRST, THEN
from tests.browser.screen import Screen

SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 150); })"""
BLOCKING = """() => [...document.scripts].filter(s => !s.defer && !s.async && s.type !== 'module').map(s => s.src)"""


def bytes_over_the_line(screen: Screen, path: str) -> int:
    """What the browser took for one page, head and body."""
    devtools = screen.context.new_cdp_session(screen.tab)
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    screen.get(path)
    screen.tab.wait_for_load_state("networkidle")
    devtools.detach()
    return int(sum(sizes))


def test_pages_are_light_and_do_not_jump(at_work, open_screen, served, world):
    stranger = open_screen(served)
    assert 10_000 < bytes_over_the_line(stranger, "/inloggen") < FIRST
    an = at_work("an")
    kobe = world.kobe()
    kobe.refer()
    dossier = f"/dossiers/{kobe.file.dossier.id}"
    an.get(dossier)
    for path in ("/werklijst", dossier, "/handtekeningen", "/vragen"):
        weight = bytes_over_the_line(an, path)
        assert 500 < weight < THEN, f"{path} weighs {weight}"
        assert an.tab.evaluate(SHIFT) < 0.01, f"{path} jumps"
        assert an.tab.evaluate(BLOCKING) == [], f"{path} waits for scripts"
    weight = bytes_over_the_line(an, "/handleiding/clb")
    assert weight < FIRST - THEN, f"a chapter weighs {weight}, with the pictures that are near"
    assert an.tab.evaluate(SHIFT) < 0.01, "a picture pushes the text away"
