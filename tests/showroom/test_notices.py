"""Emergency messages: a tenth of the screen's height wherever they fit, and never cut."""

from hypothesis import given
from hypothesis import strategies as st

from griya.showroom.rules.layout import ANY_SCREEN, Look, look_of
from griya.showroom.rules.notices import CLOSE, FULL, fit_notice
from griya.showroom.rules.profile import Profile
from griya.showroom.rules.standing import LONGEST_MESSAGE, READY_MESSAGES, Message

LYING, UPRIGHT = look_of(Profile().surface), look_of(Profile(550, 300, 1080, 1920).surface)


def test_l22_the_ready_messages_fill_a_screen_that_lies_in_both_languages() -> None:
    for words_id, words_en in READY_MESSAGES:
        told = fit_notice(Message("darurat-1", words_id, words_en), LYING)
        assert (told.step, told.message, told.message_en) == (FULL, words_id, words_en)


def test_l22_a_long_message_on_a_screen_that_stands_is_as_large_as_on_one_that_lies() -> None:
    long = Message("darurat-1", "Mohon keluar dengan tenang lewat pintu di sisi timur. " * 2, "Please leave.")
    assert fit_notice(long, LYING).step == FULL
    assert fit_notice(long, UPRIGHT).step == CLOSE
    assert fit_notice(long, ANY_SCREEN).step == CLOSE, "nobody said how it hangs"


@given(st.text(alphabet="abcdefg MNW", min_size=1, max_size=LONGEST_MESSAGE), st.booleans())
def test_l22_the_indonesian_words_are_always_whole_and_the_english_ones_only_where_both_fit(
    words: str, is_upright: bool
) -> None:
    look: Look = UPRIGHT if is_upright else LYING
    told = fit_notice(Message("darurat-1", words, words), look)
    assert told.message == words and told.message_en in {"", words}
