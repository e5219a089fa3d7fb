"""Bad input for every route, by everybody: what is sent, who sends it, and what may never come of it."""
