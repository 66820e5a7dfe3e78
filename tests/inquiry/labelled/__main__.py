"""`make abuse`: how much of the labelled set is held, per half; with `--misses` what the tuning half gets wrong."""

import sys

from tests.inquiry.labelled import LEAST_SPAM_HELD, MOST_HONEST_HELD, TUNING, read, shares


def main() -> int:
    is_good = True
    for each in shares():
        fits = each.share <= MOST_HONEST_HELD if each.label == "honest" else each.share >= LEAST_SPAM_HELD
        is_good = is_good and fits
        bar = f"at most {MOST_HONEST_HELD:.0%}" if each.label == "honest" else f"at least {LEAST_SPAM_HELD:.0%}"
        word = "good" if fits else "MISSED"
        counted = f"{each.held:4} of {each.count:4} held = {each.share:6.1%}"
        sys.stdout.write(f"{each.label:7} {each.half:9} {counted}  ({bar}: {word})\n")
    if "--misses" in sys.argv:
        for label in ("honest", "spam"):
            for message in read(label):
                verdict = message.verdict
                if message.half == TUNING and verdict.is_held != (label == "spam"):
                    reasons = " ".join(reason.stored for reason in verdict.reasons)
                    sys.stdout.write(f"{label} {message.group} {verdict.score} [{reasons}] {message.texts}\n")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
