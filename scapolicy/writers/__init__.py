"""Tables → bytes: one module a format."""
