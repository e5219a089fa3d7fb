"""Kills the server under load and breaks what it stands on, and looks whether anything was lost. `make harness`."""
