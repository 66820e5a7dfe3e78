"""How the front door and the page about Griya look in a chat and to search engines."""

from typing import Any

from griya.catalog.linked_data import CONTEXT
from griya.catalog.sharing import formats_of, share_page
from griya.config import Office
from griya.core.addresses import absolute
from griya.core.language import current, gettext
from griya.core.share.page import Facts, Shared


def share_home(office: Office) -> Shared:
    """The front door."""
    described = gettext(
        "Ruang pamer produk industri kecil dan menengah Kalimantan Barat: tenun, anyaman, madu, kopi, makanan, "
        "keramik. Tanyakan langsung kepada pembuatnya."
    )
    return share_page(
        gettext("Buatan Kalimantan Barat, langsung dari pembuatnya"),
        described,
        facts=(_website(office), office_facts(office)),
        formats=formats_of("produk"),
    )


def share_about(office: Office) -> Shared:
    """The page about Griya."""
    return share_page(gettext("Tentang Griya IKM"), facts=(office_facts(office),))


def office_facts(office: Office) -> Facts:
    """The office that runs the showroom, as its settings name it."""
    home = absolute("site.home_show", _language="id")
    known: dict[str, Any] = {
        "email": office.email,
        "telephone": office.phone,
        "address": office.address,
        "areaServed": "Kalimantan Barat",
    }
    identity = {"@context": CONTEXT, "@type": "Organization", "@id": f"{home}#kantor", "name": office.name, "url": home}
    return identity | {name: value for name, value in known.items() if value}


def _website(office: Office) -> Facts:
    home = absolute("site.home_show", _language="id")
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": f"{home}#situs",
        "name": office.name,
        "url": home,
        "inLanguage": current(),
        "publisher": {"@id": f"{home}#kantor"},
    }
