"""How a file says that scapolicy made it, so that a later run may write over it."""

MARK = "Written by scapolicy"


def is_marked(data: bytes) -> bool:
    """Whether a file, as its bytes, carries the mark."""
    return MARK.encode() in data
