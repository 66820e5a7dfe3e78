"""The desk's frame: one guarded blueprint that every desk page stands under; its door, home, tasks, record, outbox."""

from flask import Blueprint

from griya.accounts.guard import require_right

blueprint = Blueprint("desk", __name__, url_prefix="/meja")
blueprint.before_request(require_right)

from griya.desk.views import home, inquiries, outbox, record, tasks  # noqa: E402, F401  they stand on the blueprint
