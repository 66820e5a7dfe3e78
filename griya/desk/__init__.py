"""Frame of the curators' and officers' desk: its guard, navigation and first page."""
