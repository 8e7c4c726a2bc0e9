"""Builds the site: from `SiteData` to `build/docs` (a plain MkDocs tree) and `build/public`.

Every page has a key that stands for all its inputs. A page whose key is that of the last build
is neither rendered nor parsed for; the rest are written to the tree, and only pages whose bytes
differ go through MkDocs, in a staging tree whose output is then merged. So nothing new costs the
reading of a manifest, and one new version costs its own pages, its neighbours and the indexes.
"""
