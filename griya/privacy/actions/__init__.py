"""Changes that privacy asks for: terms, sweeping, erasing, answering people."""
