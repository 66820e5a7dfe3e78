"""Curated "produk terseleksi": slots, selections, dated versions and their hand-ordered items."""
