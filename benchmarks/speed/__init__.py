"""The parts of the speed benchmarks: listings, the encoder's ceiling, the job, and what else people would run."""
