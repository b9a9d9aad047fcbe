"""Everything that is said in German."""
