"""The container of an .xls file: an OLE2 file of storages and streams, read with olefile."""

from collections.abc import Set
from io import BytesIO
from typing import NamedTuple

from olefile import STGTY_STREAM, OleFileIO

from validator.reading.book import Unreadable

#: The streams in which a workbook stands: of Excel 97 and all later ones, WPS too; of Excel 95.
#: A file for both has both.
_WORKBOOKS = ("Workbook", "Book")
#: The name of the stream in which Office and WPS put a workbook that has a password, to be seen in
#: a file cut short too.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class OleFile(NamedTuple):
    """The names of what stands in the root storage, and the stream of the workbook, if any."""

    names: Set[str]
    workbook: bytes | None


def open_ole(data: bytes) -> OleFile:
    """The OLE2 file in `data`. Raises Unreadable (damaged).

    olefile follows a chain of sectors no further than there are sectors in the file, so one that
    runs in circles ends, and no stream is larger than the file.
    """
    try:
        with OleFileIO(BytesIO(data)) as ole:
            names = {path[0] for path in ole.listdir(streams=True, storages=True)}
            for name in _WORKBOOKS:
                if ole.exists(name) and ole.get_type(name) == STGTY_STREAM:
                    return OleFile(names, ole.openstream(name).read())
            return OleFile(names, None)
    except MemoryError:
        raise
    except Exception as error:  # whatever olefile trips over
        raise Unreadable("password" if _ENCRYPTED in data else "damaged") from error
