"""Tests of the Python package: python3 -m unittest models.tests"""

from __future__ import annotations

import unittest

NAMES = ("metrics", "data", "assign", "shipped", "storage", "report", "dots", "errors", "neighbours", "drawing", "roi",
         "garments", "colours", "agreement")  # fmt: skip


def load_tests(loader: unittest.TestLoader, _: unittest.TestSuite, __: str | None) -> unittest.TestSuite:
    """All modules of the folder, by name: the package has no need of discovery."""
    return loader.loadTestsFromNames([f"models.tests.{name}" for name in NAMES])
