"""What many people at once ask of the server as users run it, and how long they wait for it. `make load`."""
