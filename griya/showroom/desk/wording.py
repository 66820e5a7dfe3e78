"""What the desk's templates about screens call things."""

from griya.showroom.desk import blueprint
from griya.showroom.models import Device
from griya.showroom.rules.telling import LIFE_TONES, shown_words

KIND_NAMES = {Device.SCREEN: "Layar", Device.KIOSK: "Kios"}


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"life_tones": LIFE_TONES, "kind_names": KIND_NAMES}


blueprint.add_app_template_filter(lambda pair: shown_words(*pair), "shown_words")
