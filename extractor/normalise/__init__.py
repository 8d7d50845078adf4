"""Printed forms and drafts → exact values, days, places and unit names."""
