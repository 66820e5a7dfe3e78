"""Programs that look at the running site as a visitor's tools do: `make html`, `make a11y`, `make lighthouse`."""
