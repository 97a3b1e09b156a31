"""Numbers of a table to metrics and subjects: what its rows, columns, headers, caption and notes say."""
