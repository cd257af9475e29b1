"""Units, their lineage, clusters and blocks."""
