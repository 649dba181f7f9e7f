"""What every algorithm stands on: the base class, a run, shared parameters, neighbours."""
