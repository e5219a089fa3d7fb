"""The words in which the schemas are written: columns with what must hold of them, and triggers that refuse."""


def a_time(name: str, null: str = "NOT NULL") -> str:
    """A moment in UTC: "2026-11-23T14:02:00Z"."""
    return f"{name} TEXT {null} CHECK ({name} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:*Z')"


def a_date(name: str) -> str:
    """A day: "2026-11-23"; may be empty."""
    return f"{name} TEXT CHECK ({name} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"


def a_flag(name: str, default: int) -> str:
    """0 or 1."""
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} IN (0, 1))"


def a_list(name: str) -> str:
    """A JSON array."""
    return f"{name} TEXT NOT NULL DEFAULT '[]' CHECK (json_type({name}) = 'array')"


def an_object(name: str) -> str:
    """A JSON object."""
    return f"{name} TEXT NOT NULL DEFAULT '{{}}' CHECK (json_type({name}) = 'object')"


def a_sha256(name: str) -> str:
    """64 hexadecimal digits."""
    return f"{name} TEXT NOT NULL CHECK (length({name}) = 64 AND {name} NOT GLOB '*[^0-9a-f]*')"


def one_of(name: str, *values: str) -> str:
    """One of these words."""
    return f"{name} TEXT NOT NULL CHECK ({name} IN ({', '.join(repr(value) for value in values)}))"


def ref(name: str, table: str, null: str = "NOT NULL") -> str:
    """The id of a row of another table."""
    return f"{name} TEXT {null} REFERENCES {table} (id)"


def never(what: str, table: str, when: str = "") -> str:
    """A trigger that refuses UPDATE or DELETE on a table, always or only when a condition holds."""
    return f"""
CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} {"WHEN " + when if when else ""}
BEGIN SELECT RAISE(ABORT, '{table}: {what} refused'); END;
"""


def changed(*names: str) -> str:
    """The condition of a trigger: one of these columns gets another value."""
    return " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in names)


def gives_way(what: str, table: str, dossier: str, when: str = "") -> str:
    """The trigger of ``never`` made anew, so that it gives way inside the write that erases a dossier, and then alone.

    ``dossier`` is the SQL that gives the id of the dossier of the row ``OLD``; ``when`` as it was.
    """
    kept = f"NOT EXISTS (SELECT 1 FROM erasing WHERE dossier_id = ({dossier}))"
    return f"DROP TRIGGER {table}_no_{what.lower()};" + never(what, table, f"({when}) AND {kept}" if when else kept)
