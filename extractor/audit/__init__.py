"""Records → findings: every sum, share, difference and growth that a text lets us recompute."""

from extractor.audit.derived import derived
from extractor.audit.rules import findings

__all__ = ["derived", "findings"]
