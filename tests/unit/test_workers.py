"""Tests of one service stay on one worker: else two servers and two browsers run beside each other."""

from __future__ import annotations

import pytest


def test_a_group_is_named_where_tests_are_shared_out(request: pytest.FixtureRequest) -> None:
    shared_out = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@test_workers.py" if shared_out else "shared_out")
