"""The catalogue for machines: open data, sitemap, feed, robots, share pictures, and the nightly dump."""
