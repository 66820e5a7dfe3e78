"""A browser in plain words, for the list of one's own sessions: a hint to recognise it by, never proof of anything."""

# The first that fits: a browser that is built on another names that one too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"),
    ("YaBrowser", "Yandex"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """Such as "Chrome di Android"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Peramban lain")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} di {system}" if system else browser
