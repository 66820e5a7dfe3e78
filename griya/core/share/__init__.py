"""What leaves the site when somebody shares a page: a picture with words drawn on it, and the tags that name it."""
