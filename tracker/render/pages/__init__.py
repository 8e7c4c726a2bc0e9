"""One module a kind of page; each gives `pages(context, cache) -> Iterator[Page]`."""
