"""Records → tables, the schema, the writers."""
