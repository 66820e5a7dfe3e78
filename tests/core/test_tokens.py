"""Tokens: enough entropy, kept as digests, derived ones the same each time."""

from griya.core.tokens import derived_token, digest, new_token


def test_a_new_token_has_128_bits_and_is_never_the_same() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 22 for token in tokens)


def test_a_derived_token_depends_on_key_purpose_and_value() -> None:
    one = derived_token("k" * 40, "status", "abc")
    assert one == derived_token("k" * 40, "status", "abc")
    assert len({one, derived_token("j" * 40, "status", "abc"), derived_token("k" * 40, "list", "abc"),
                derived_token("k" * 40, "status", "abd")}) == 4  # fmt: skip


def test_the_digest_does_not_show_the_token() -> None:
    assert len(digest("rahasia")) == 64
    assert "rahasia" not in digest("rahasia")
