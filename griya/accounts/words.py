"""How the desk says what happens to an account: the steps an administrator takes."""

from dataclasses import dataclass

from griya.accounts.rules.staff import Step


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step: its heading, what it will do, the word on its button, what is said afterwards."""

    title: str
    effect: str
    button: str
    done: str


STEP_WORDS = {
    Step.ROLE: StepWords(
        "Ganti peran",
        "Peran menentukan halaman yang dapat dibuka. Semua sesinya berakhir, dan orangnya diberi tahu lewat surat.",
        "Ganti peran",
        "Peran diganti.",
    ),
    Step.DISABLE: StepWords(
        "Tutup akun",
        "Orangnya langsung keluar dan tidak dapat masuk lagi. Yang pernah dilakukannya tetap tercatat.",
        "Tutup akun",
        "Akun ditutup.",
    ),
    Step.ENABLE: StepWords(
        "Buka lagi akun",
        "Orangnya dapat masuk lagi dengan kata sandi dan peran yang lama.",
        "Buka lagi",
        "Akun dibuka lagi.",
    ),
    Step.LETTER: StepWords(
        "Kirim tautan kata sandi",
        "Orangnya mendapat surat dengan tautan untuk membuat kata sandi. Anda tidak melihat kata sandinya.",
        "Kirim tautan",
        "Surat dengan tautan kata sandi ditulis ke kotak keluar.",
    ),
    Step.END_SESSIONS: StepWords(
        "Akhiri semua sesi",
        "Orangnya keluar di semua perangkat dan perlu masuk lagi.",
        "Akhiri semua sesi",
        "Semua sesinya berakhir.",
    ),
    Step.DROP_FACTOR: StepWords(
        "Lepas kode kedua",
        "Untuk orang yang kehilangan telepon dan kode cadangannya. Pastikan dulu bahwa ini memang orangnya, misalnya "
        "dengan bertemu. Semua sesinya berakhir.",
        "Lepas kode kedua",
        "Kode kedua dilepas.",
    ),
}
