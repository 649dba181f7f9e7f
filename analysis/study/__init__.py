"""A whole study described in one file: inputs, common parameters, steps."""
