"""Parquet: typed columns, read by R, Python, DuckDB and others without a word on types."""

import io
import json

from scapolicy.packages import needed_by
from scapolicy.tables.table import Cell, Table, as_data, is_undefined
from scapolicy.writers.kinds import Kind, kinds_of
from scapolicy.writers.mark import sealed_behind, to_seal

# How the metadata say in Thrift's compact protocol: a key of four bytes, a text of so many.
_MADE = b"\x04made\x18" + bytes([len(to_seal())])


def write_parquet(table: Table) -> bytes:
    """A table as the bytes of a Parquet file; its title and notes are in the metadata.

    Raises:
        ScapolicyError: pyarrow is not installed.

    """
    with needed_by(".parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    types = {Kind.WHOLE: pa.int64(), Kind.NUMBER: pa.float64(), Kind.TEXT: pa.string()}
    kinds = kinds_of(table, 2**63 - 1)
    about = {"made": to_seal(), "title": table.title, "notes": json.dumps(table.notes)}
    schema = pa.schema(
        [(name, types[kind]) for name, kind in zip(table.columns, kinds, strict=True)],
        metadata=about,
    )
    columns = [[_value(row[place], kind) for row in table.rows] for place, kind in enumerate(kinds)]
    arrays = [pa.array(one, type=each.type) for one, each in zip(columns, schema, strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return sealed_behind(out.getvalue(), _MADE)


def _value(cell: Cell, kind: Kind) -> Cell | None:
    if kind is Kind.TEXT:
        return as_data(cell)
    return None if is_undefined(cell) else cell
