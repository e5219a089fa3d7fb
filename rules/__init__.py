"""What must hold: the playbook and the law as pure functions.

Dates and facts in, decisions out. Nothing here reads a clock, a file or a database, and nothing here
knows Flask, forms or the store. A function that decides returns a list of `Problem`: an empty list
means that nothing stands in the way.
"""
