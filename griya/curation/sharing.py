"""How the public pages of curation look in a chat and to search engines."""

from griya.catalog.sharing import share_page
from griya.core.language import gettext
from griya.core.share.page import Shared


def share_criteria() -> Shared:
    """The criteria and the figures of a year."""
    return share_page(
        gettext("Cara produk menjadi terseleksi"),
        gettext("Syarat, kriteria, dan bobot penilaian kurator, cara banding, dan angka setiap tahun."),
    )
