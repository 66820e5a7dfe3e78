"""What is said of stock."""

from typing import Final

from griya.catalog.models import Availability
from griya.core.words import N_

AVAILABILITY_LABELS: Final = {
    Availability.READY: N_("Siap dikirim"),
    Availability.MADE_TO_ORDER: N_("Dibuat setelah dipesan"),
    Availability.SEASONAL: N_("Musiman"),
    Availability.SOLD_OUT: N_("Sedang habis"),
}
