"""Tables against the text, against each other and in themselves: values, repeated rows, devices without a row."""
