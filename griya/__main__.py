"""`python -m griya`: the same commands as the `griya` program."""

from griya.cli import main

if __name__ == "__main__":
    main()
