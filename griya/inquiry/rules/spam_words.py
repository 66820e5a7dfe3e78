"""Words of what is sent to open forms and asks for nothing: each a pattern on plain small letters, with its weight.

A single word that honest people use too weighs little; only several of them, or one that nobody uses who asks about a
product, reach the measure. The patterns come from public lists and reports; see the labelled set of the tests.
"""

import re
from typing import Final


def _family(*weighed: tuple[int, *tuple[str, ...]]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((weight, re.compile("|".join(patterns))) for weight, *patterns in weighed)


GAMBLING: Final = _family(
    (50, r"slot\W*(?:gacor|online|dana|pulsa|thailand|resmi|terpercaya|terbaik|maxwin|qris|gopay|deposit|88|777)"),
    (50, r"(?:situs|agen|bandar|joki|main|pola|bocoran|akun) ?slot\b"),
    (
        50,
        r"(?:agen|bandar|situs) ?(?:judi|bola|togel|toto|poker|qq|domino|kasino|casino)\b",
        r"main (?:judi|togel|toto|qq)\b",
    ),
    (50, r"judi\W*(?:online|bola|slot)|judol\b"),
    (50, r"\b(?:sbobet|joker123|sv388|dominoqq|bandarqq|aduq|qiuqiu|mahjong ways|pragmatic play|gates of olympus)"),
    (50, r"starlight princess|sweet bonanza|scatter hitam|idn ?poker|poker online|sabung ayam|казино"),
    (50, r"toto (?:macau|sgp|sdy|hk|togel|4d)|(?:situs|bandar) toto"),
    (50, r"(?:live|online|best|top) casinos?\b|casinos? (?:online|bonus)|free ?spins?|sports? betting"),
    (45, r"gacor\W*(?:hari ini|malam ini|parah|banget|terpercaya|modal|depo|\d)"),
    (40, r"\btogel|bonus new member|anti ?rungkad|auto ?(?:wd|jp|jepe|cair)\b"),
    (35, r"maxwin|bonus deposit|\brtp\b"),
    (30, r"\bjudi\b|angka jitu|saldo gratis|link alternatif|taruhan|\bparlay\b|gampang (?:menang|jackpot|jp|cair)"),
    (
        25,
        r"no deposit|welcome bonus|wd (?:cepat|kilat|nya|pasti|\d)|tanpa potongan|member baru|\brollingan",
        r"\b[234]d [234]d",
    ),
    (
        20,
        r"\bgacor|\bjackpot|\bjepe\b|\bjp\b|\b[ck]asino\b|\bscatter\b|main slot|cashback",
        r"(?:cek|link di) (?:bio|profil)",
    ),
    (20, r"\bdepo(?:sit)? ?\d|modal (?:receh|\d+ ?(?:k|rb|ribu)?\b)|hadiah [234]d"),
    (15, r"\bslot\b|\bdepo\b|\bdeposit\b|\bwd\b|withdraw|\bpoker\b|zeus|\bcuan\b|\bhoki\b|prediksi"),
    (10, r"\bbonus\b|\bmenang\b|\bbetting\b|\bbandar\b|gampang|modal kecil|main (?:poker|domino)"),
)
# A brand with figures, such as those of gambling sites: a word and 77, 88, 138 … in one piece.
BRAND: Final = re.compile(r"\b[a-z]{3,12}(?:77|88|99|69|87|17|123|138|168|188|303|777|888|999|4d)\b")
PRAISE_OF_BRAND: Final = re.compile(
    r"main di|cuma di|gara-gara|terima kasih|hidup(?:ku)? berubah|bayar utang|(?:benar|beneran|terbukti|langsung) "
    r"(?:cair|dapat)|percaya|login|jackpot|menang"
)

SEARCH_TRADE: Final = _family(
    (
        50,
        r"jasa seo|smm panel|panel smm|(?:wa|whatsapp) blast|jual (?:akun|followers|database)",
        r"jasa pembuatan (?:website|web)",
    ),
    (
        45,
        r"seo (?:packages?|plans?|experts?|team|services?|reseller|errors?)|page of google|do-?follow",
        r"rank(?:s|ings?)? .{0,25}google",
    ),
    (45, r"halaman (?:1|pertama) google|google rankings?|5-star reviews|(?:google|trustpilot) reviews|ulasan google"),
    (
        40,
        r"guest posts?\b|backlinks?\b|niche edits|link insertion|text link|content placement|domain authority",
        r"wikipedia page",
    ),
    (40, r"contact forms|feedback forms|mass mailing|рассылк|b2b email|email lists|cold emails|продвижение сайтов"),
    (35, r"redesign your website|web design|digital marketing|dedicated developers|app development|optimasi seo"),
    (
        35,
        r"free (?:website )?audit|gratis audit|explainer video|promo videos?|ai chatbot|facebook ads|google ads",
        r"jasa ulasan",
    ),
    (
        30,
        r"followers|subscriber|(?:organic|targeted|website) traffic|real visitors|sponsored posts?|\bpbn\b|\bda \d",
        r"high da",
    ),
    (
        25,
        r"your (?:web)?site (?:is|has|was)|browsing your website|noticed (?:that )?your website|website owner",
        r"on your (?:blog|site)",
    ),
    (
        20,
        r"\bseo\b|white label|\bleads\b|our portfolio|packages|unsubscribe|traffic|conversions|quick call",
        r"book a call",
    ),
    (15, r"telegram|телеграм|\bskype\b|free (?:trial|demo|quote)|limited time|money back|guaranteed|bergaransi"),
)

MONEY: Final = _family(
    (50, r"pinjol|dana gaib|uang gaib|bank gaib|pesugihan|robot trading|binomo|quotex|gestun|uang palsu"),
    (
        45,
        r"(?:double|doubler).{0,12}(?:bitcoin|btc|money)|guaranteed return|(?:jamin|dijamin) profit",
        r"profit (?:harian|konsisten)",
    ),
    (40, r"pinjaman (?:online|ksp)|airdrop|copy trading|daily return|% (?:daily|per day)|trading (?:forex|crypto)"),
    (
        35,
        r"tanpa (?:jaminan|agunan|bi checking)|bi checking|private lender|without collateral|working capital",
        r"bad credit",
    ),
    (
        35,
        r"gadai bpkb|\bbpkb\b|\bnft\b|presale",
        r"passive income|\bearn \$?\d|signal forex|sinyal (?:trading|forex|vip|binomo|akurat)",
        r"kerja (?:paruh waktu|sampingan)",
    ),
    (
        30,
        r"dana (?:cepat|cair|hibah)|cair (?:\d|hari ini|malam ini|instan|cepat)|langsung cair|interest rate",
        r"% interest",
    ),
    (30, r"peluang bisnis|tanpa modal|\bforex\b|urgent loan|business loans?|hanya like|klik tombol (?:subscribe|like)"),
    (
        25,
        r"bitcoin|\bbtc\b|\btrading\b|bunga (?:ringan|rendah)|paylater|kredivo|akulaku|bansos|bantuan pemerintah",
        r"referral",
    ),
    (20, r"\bcrypto|\binvest\b|\bprofit\b|\bpinjaman\b|proses (?:cepat|mudah|1 hari)|dari hp|jadi \d+ ?(?:juta|jt)"),
    (15, r"\bloans?\b|\busdt\b|investasi|telegram|grup vip|gaji \d|per hari|rekrut"),
)

FRAUD: Final = _family(
    (
        50,
        r"\w\.apk\b|\bapk\b|(?:kode )?otp\b|sadap (?:wa|whatsapp|hp)",
        r"jasa (?:hack|joki|pelet)|pelet (?:ampuh|pengasihan)|ilmu pelet|ijazah (?:sma|s1)",
        r"pembuatan (?:sim|ktp|ijazah)",
    ),
    (45, r"selamat.{0,45}(?:pemenang|memenangkan|terpilih)|you have won|paket.{0,25}tertahan|verify your account"),
    (
        45,
        r"dear beneficiary|late client|dying widow",
        r"inheritance (?:fund|of \W?\d)|next of kin|\d million (?:usd|dollars|to charity)",
        r"million usd",
    ),
    (
        40,
        r"permanently disabled|mailbox is|through your webcam|work visa|without ielts|domain is expiring",
        r"perubahan tarif",
    ),
    (
        35,
        r"congratulations.{0,25}(?:won|qualif)|claim your|klaim (?:sebelum|dengan)|(?:kuota|pulsa) gratis",
        r"certified hackers",
    ),
    (
        30,
        r"undian|terpilih menerima|confidential|bank account|diblokir|isi data rekening|airsoft|senjata|amunisi",
        r"stolen",
    ),
    (25, r"replica|rolex|black market|essay writing|dissertation|plagiarism|dropshipping|louis vuitton|solar panels"),
    (
        25,
        r"manufacturer in|factory in china|from a .{0,20}factory|dear purchasing manager",
        r"we are an? .{0,25}(?:factory|manufacturer)",
    ),
    (
        20,
        r"factory price|dear friend|our catalog|terbukti|bayar setelah berhasil|ampuh|voucher \d|kuota terbatas",
        r"affiliate",
    ),
    (
        15,
        r"m-banking|\bpin\b|\bhack|klaim|claim|dear (?:sir|friend)|stok terbatas|promo khusus|harga murah|murah \d",
        r"last chance",
    ),
    (
        10,
        r"sekarang juga|buruan|hubungi (?:wa|kami|telegram)|order (?:now|sekarang)|apply now|best price",
        r"reply (?:yes|urgently)",
    ),
)

ADULT: Final = _family(
    (
        50,
        r"\bbokep|open bo\b|\bvcs\b|aborsi|penggugur|cytotec|alat vital|\bvimax|hot singles|lonely girls|adult dating",
    ),
    (45, r"viagra|cialis|xanax|tramadol|onlyfans|escort"),
    (35, r"without prescription|no rx|lose \d+ pounds|\bcbd\b|keto pills|\bdating\b"),
    (30, r"pelangsing|suntik putih|pharmacy|private pics|sexy models|meet you tonight|free trial bottle"),
)

FAMILIES: Final = (
    ("judi", GAMBLING),
    ("jasa", SEARCH_TRADE),
    ("uang", MONEY),
    ("tipu", FRAUD),
    ("dewasa", ADULT),
)
