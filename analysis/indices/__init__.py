"""The composite index: its definition, the computation, its robustness and its change."""
