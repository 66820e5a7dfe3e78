"""The search engine: its index, what keeps the index true, how a query is understood, and what it finds.

Nothing here says what is public: documents are made of what `catalog.queries.public` lets through.
"""
