"""Records → findings: every sum, share, difference and growth that a text lets us recompute."""

from extractor.audit.derived import derived
from extractor.audit.rules import checked, findings

__all__ = ["checked", "derived", "findings"]
