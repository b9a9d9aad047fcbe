"""Everything that is said in Spanish."""
