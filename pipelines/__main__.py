"""`python -m pipelines` is the same program as `juesuan`."""

from pipelines.cli import main

if __name__ == "__main__":
    main()
