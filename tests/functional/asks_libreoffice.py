"""What LibreOffice says of the seals on files, a line of JSON each. For the system's Python, which has UNO.

Run as `python3 asks_libreoffice.py PIPE FILE...`, where a LibreOffice listens to a pipe of that name.
"""

import json
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]  # comes with LibreOffice, not with pip
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

READ = 1  # com.sun.star.embed.ElementModes


def connected(pipe: str) -> Any:
    """The component context of a LibreOffice, which may take a while to start."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    sys.exit("LibreOffice does not answer")


def seals(context: Any, path: str) -> list[dict[str, Any]]:
    """The seals on a file. Opened as a zip: as an Office package LibreOffice finds none."""
    manager = context.ServiceManager
    storages = manager.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    opened = PropertyValue()
    opened.Name, opened.Value = "StorageFormat", "ZipFormat"
    how = (uno.systemPathToFileUrl(path), READ, uno.Any("[]com.sun.star.beans.PropertyValue", (opened,)))
    storage = uno.invoke(storages, "createInstanceWithArguments", (how,))
    checker = manager.createInstanceWithArgumentsAndContext(
        "com.sun.star.security.DocumentDigitalSignatures", ("1.2", True), context
    )
    return [
        {"valid": one.SignatureIsValid, "certificate": one.CertificateStatus, "by": one.Signer.SubjectName}
        for one in checker.verifyDocumentContentSignatures(storage, None)
    ]


if __name__ == "__main__":
    office = connected(sys.argv[1])
    for file in sys.argv[2:]:
        print(json.dumps(seals(office, file)))  # noqa: T201  # what it is for
