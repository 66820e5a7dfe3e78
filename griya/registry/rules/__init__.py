"""Decisions of the register as pure functions of plain values: numbers, phones, links, sizes, halal, prices, codes."""
