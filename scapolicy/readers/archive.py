"""What is true of every document that is a ZIP file inside: how much of it we unpack."""

import io
import zipfile

from scapolicy.errors import ScapolicyError, problem

MAX_MEGABYTES = 200
MAX_PARTS = 5_000


def check_size(data: bytes, file: str, fault: str, suffix: str = "") -> None:
    """Look at the sizes that an archive declares, before anything of it is unpacked.

    `fault` is the row of the table for a file that is no archive; its reason and its
    suffix are filled in.

    Raises:
        ScapolicyError: it is no archive, or unpacks to more than the limits.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise ScapolicyError([problem(fault, at=file, suffix=suffix, reason=error)]) from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_MEGABYTES * 10**6:
        raise ScapolicyError([problem("R07", at=file, limit=MAX_MEGABYTES, files=MAX_PARTS)])
