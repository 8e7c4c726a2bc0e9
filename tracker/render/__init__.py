"""The static site: pages, redlines, drawings, search; everything from values, nothing fetched."""
