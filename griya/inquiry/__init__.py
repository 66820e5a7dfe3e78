"""The inquiry: a visitor's list, the form, what was asked of whom, the consent given, and its messages."""
