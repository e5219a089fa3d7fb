"""The two months between evaluations, as a trajectory goes its way."""

from rules.states import Event


def test_a_pause_does_not_stop_the_two_months(kobe, clock):
    """T13, BR-43."""
    kobe.refer()
    kobe.accept()
    kobe.start()
    due = kobe.file.trajectory.due_date
    assert due
    clock.go("2026-10-01")
    kobe.do("younes", Event.OPSCHORTEN, reden="vraag_leerling_of_ouders")
    assert (str(kobe.file.state), kobe.file.trajectory.due_date) == ("opgeschort", due)
    clock.go("2026-10-29")
    kobe.do("younes", Event.HERVATTEN)
    assert (str(kobe.file.state), kobe.file.trajectory.due_date) == ("lopend", due)
