"""Run texts of others through the checker. See ``python -m benchmarks.checker --help``."""

from benchmarks.checker.command import main

if __name__ == "__main__":
    main()
