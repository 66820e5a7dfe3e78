"""The first rubric: what comes with the program until the office approves another one."""

from typing import Final

from griya.curation.rules.rubric import Check, Criterion, Gate, Rubric, Thresholds

FIRST: Final = Rubric(
    gates=(
        Gate(
            "buatan_sendiri", "Dibuat sendiri di Kalimantan Barat", "Made by the maker in West Kalimantan",
            "IKM membuat barangnya sendiri di Kalimantan Barat, bukan mengemas ulang barang orang lain.",
            "The maker produces the goods in West Kalimantan and does not repack what others made.",
            Check.MADE_HERE, only_food=False, is_mendable=False,
        ),
        Gate(
            "nib", "NIB aktif", "Active business number (NIB)",
            "Nomor Induk Berusaha ada dan sudah diperiksa pada penerbitnya.",
            "The business identification number exists and was checked with its issuer.",
            Check.NIB, only_food=False, is_mendable=True,
        ),
        Gate(
            "izin_edar", "Izin edar pangan berlaku", "Valid food permit",
            "P-IRT atau BPOM MD ada, sudah diperiksa, dan belum lewat masanya.",
            "A P-IRT or BPOM MD permit exists, was checked and has not lapsed.",
            Check.FOOD_PERMIT, only_food=True, is_mendable=True,
        ),
        Gate(
            "halal", "Keadaan halal diketahui", "Halal state is known",
            "Bersertifikat, sedang diurus, atau dinyatakan tidak halal; bukan didiamkan.",
            "Certified, in process, or declared not halal; never left unsaid.",
            Check.HALAL, only_food=True, is_mendable=True,
        ),
        Gate(
            "foto", "Foto sendiri", "Own photo",
            "Foto utama menunjukkan barang ini dan boleh dipakai.",
            "The main photo shows this very product and may be used.",
            Check.PHOTO, only_food=False, is_mendable=True,
        ),
        Gate(
            "kontak", "Kontak dijawab", "Contact answers",
            "Telepon atau WhatsApp dijawab saat dihubungi dalam 12 bulan terakhir.",
            "Telephone or WhatsApp was answered when tried within the last twelve months.",
            Check.CONTACT, only_food=False, is_mendable=True,
        ),
    ),
    criteria=(
        Criterion(
            "mutu", "Mutu", "Quality", 25,
            (
                "Cacat yang terlihat atau terasa; tidak layak dijual.", "Layak, tetapi belum ajek.",
                "Baik dan ajek.", "Sangat baik; dapat disandingkan dengan yang terbaik sejenisnya.",
            ),
            (
                "Flaws that show; not fit for sale.", "Fit for sale, but uneven from piece to piece.", "Good and even.",
                "Excellent; stands beside the best of its kind.",
            ),
        ),
        Criterion(
            "kemasan", "Kemasan dan label", "Packaging and label", 15,
            (
                "Tanpa kemasan yang melindungi atau tanpa label.", "Melindungi, tetapi label belum lengkap.",
                "Melindungi dan label lengkap.", "Lengkap, menarik, dan siap dibawa jauh atau dihadiahkan.",
            ),
            (
                "No packaging that protects, or no label.", "Protects, but the label is incomplete.",
                "Protects, with a complete label.", "Complete, attractive, ready to travel or to be given.",
            ),
        ),
        Criterion(
            "legalitas", "Legalitas lengkap", "Complete papers", 15,
            (
                "Hanya yang wajib, sebagian masih diurus.", "Yang wajib lengkap.",
                "Yang wajib lengkap dan merek didaftarkan.", "Lengkap, merek terdaftar, dan ada sertifikat mutu.",
            ),
            (
                "Only what is required, part of it in process.", "What is required is complete.",
                "Required papers complete and the brand applied for.",
                "Complete, brand registered, and one more certificate of quality.",
            ),
        ),
        Criterion(
            "keaslian", "Orisinalitas dan kekhasan daerah", "Originality and regional character", 20,
            (
                "Meniru barang lain.", "Umum; tidak menunjukkan daerahnya.", "Bahan, motif, atau cara dari daerahnya.",
                "Khas dan baru: hanya dari sini, dengan ceritanya.",
            ),
            (
                "Copies another product.", "Ordinary; does not show where it is from.",
                "Material, pattern or technique of its region.", "Distinct and fresh: only from here, with its story.",
            ),
        ),
        Criterion(
            "kapasitas", "Kontinuitas dan kapasitas", "Continuity and capacity", 10,
            (
                "Tidak tentu kapan ada lagi.", "Ada menurut musim atau pesanan, tanpa perkiraan.",
                "Kapasitas dan lama pesan jelas dan ditepati.", "Ajek sepanjang tahun dan sanggup pesanan besar.",
            ),
            (
                "Uncertain when there will be more.", "By season or to order, without an estimate.",
                "Capacity and lead time are clear and kept.", "Steady all year and ready for large orders.",
            ),
        ),
        Criterion(
            "harga", "Harga wajar", "Fair price", 5,
            (
                "Tidak dapat diterangkan.", "Jauh dari barang sejenis.", "Sepadan dengan barang sejenis.",
                "Sepadan, ada harga grosir dan rinciannya.",
            ),
            (
                "Cannot be explained.", "Far from that of similar goods.", "In line with similar goods.",
                "In line, with a wholesale price and its reckoning.",
            ),
        ),
        Criterion(
            "pasar", "Kesiapan pasar", "Market readiness", 10,
            (
                "Hanya dijual dari rumah.", "Ada satu saluran jual.", "Beberapa saluran, foto dan uraian siap.",
                "Siap ekspor atau e-katalog: kode HS, uraian Inggris, dokumen.",
            ),
            (
                "Sold from home alone.", "One way of selling.", "Several ways; photos and texts are ready.",
                "Ready for export or the e-catalogue: HS code, English text, papers.",
            ),
        ),
    ),
    thresholds=Thresholds(selected=70, conditional=60, coaching=40, floor=1, gap=20),
)  # fmt: skip
