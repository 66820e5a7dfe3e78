"""The desk's file on each producer: entering, changing and stopping it; duplicates; lists to take away."""
