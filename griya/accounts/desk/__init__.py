"""The desk's pages about accounts: the door's other ways in, one's own account, other people's accounts."""

from griya.accounts.desk import door, own, staff
from griya.accounts.desk.frame import blueprint

__all__ = ["blueprint", "door", "own", "staff"]
