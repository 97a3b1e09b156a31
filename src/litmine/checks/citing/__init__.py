"""Citations against the reference list: who is named, which year, which work a device, a row or a figure is of."""
