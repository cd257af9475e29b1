"""The invented province and the invented sector: people, units and awards for demonstrations, tests and benchmarks."""
