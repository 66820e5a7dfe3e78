"""The site as a whole: its home page, and the answers that tell a monitor whether it lives."""
