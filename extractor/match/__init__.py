"""Compiled patterns over the view → mentions as printed, not yet valued."""
