"""Bytes → Document: one file a reader."""
