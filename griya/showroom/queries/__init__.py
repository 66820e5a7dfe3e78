"""What the screens and the kiosk read."""
