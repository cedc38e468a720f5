"""Codings → tables: one verb, one file. A table is plain rows; pandas comes in at the edge."""
