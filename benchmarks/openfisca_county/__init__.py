"""The assistance cascade in OpenFisca-Core: the comparison that `benchmarks/cascade.py` runs in an environment of its own."""
