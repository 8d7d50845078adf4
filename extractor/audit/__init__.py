"""Records → findings: every sum, share, difference and growth that a text lets us recompute."""

from extractor.audit.rules import findings

__all__ = ["findings"]
