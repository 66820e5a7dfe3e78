"""The WSGI entry point: `app`, configured from the environment."""

import os

from griya.app import create_app
from griya.config import Settings

app = create_app(Settings.from_env(os.environ))
