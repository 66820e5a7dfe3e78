"""What is said of stock."""

from typing import Final

from griya.catalog.models import Availability

AVAILABILITY_LABELS: Final = {
    Availability.READY: "Siap dikirim",
    Availability.MADE_TO_ORDER: "Dibuat setelah dipesan",
    Availability.SEASONAL: "Musiman",
    Availability.SOLD_OUT: "Sedang habis",
}
