"""Names and abbreviations: one compound in two spellings, an abbreviation that its definition cannot give."""
