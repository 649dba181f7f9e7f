"""What every analysis stands on: messages, registers, diagnostics, strict JSON, corrections, threads."""
