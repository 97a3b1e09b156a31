"""Values by themselves and together: plausible ranges, units, laws."""
