"""HTTP: find what is asked for, call one service, choose a page. No rule and no SQL here."""
