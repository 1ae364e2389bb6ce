"""How many sentences a second the readers of figures and periods take, on one core.

    python -m benchmarks.figures [FILE...]

Without files, on sentences made here in the shapes that councils use.  Prints one line of JSON.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.figures.numbers import find_numbers
from extractor.figures.periods import Anchor, find_periods
from extractor.patterns import load_patterns

_WORDS_OF_A_SENTENCE = 25
_SHAPES = """
The proportion of children whose assessment was completed within 45 working days rose from 85.9% in
February to 92.9% in March {year}, against a target of 90% for the year.

Of the {n} families who were referred in Q3 {year}/{next}, 61 were helped at home and a further 12 were
waiting for their first visit at the end of the quarter.

Members asked why the number of residents in temporary accommodation had kept rising, and officers said
that the supply of homes in the borough had not kept up with demand.

At the end of December {year} there were {n} looked after children, a rate of 61.3 per 10,000, which
compares with 412 at the same time last year and is below the national average.

Sickness stood at 8.4 days per FTE, better than the 9.1 days of the previous year, while agency spend
fell by £1.2m (14%) to £7.3 million over the last 12 months.

The Chair thanked the officers for their report and it was agreed that the item should come back to the
Committee once the review of the service by the inspectors had been published.
"""


def made_sentences(count: int = 3000) -> list[str]:
    """Sentences of some 25 words, every one different."""
    shapes = [" ".join(shape.split()) for shape in _SHAPES.split("\n\n")]
    return [
        shapes[i % len(shapes)].format(n=100 + i, year=2010 + i % 14, next=11 + i % 14) for i in range(count)
    ]


def sentences_of(paths: Sequence[Path]) -> list[str]:
    """The sentences of text files, roughly split."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return [s for s in re.split(r"(?<=[.;])\s+|\n", text) if len(s.split()) > 5]


def seconds(read: Callable[[str], object], sentences: Sequence[str], rounds: int = 3) -> float:
    """Best time of one round over all sentences."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for sentence in sentences:
            read(sentence)
        best = min(best, time.process_time() - start)
    return best


def main(arguments: Sequence[str]) -> None:
    """Print sentences a second, each as if it had 25 words."""
    sentences = sentences_of([Path(a) for a in arguments]) or made_sentences()
    patterns = load_patterns()
    start = time.process_time()
    lexicon, grammar = patterns.figures, patterns.periods
    loading = time.process_time() - start
    words = sum(len(s.split()) for s in sentences) / len(sentences)

    def both(sentence: str) -> object:
        return find_numbers(sentence, lexicon), find_periods(sentence, grammar, Anchor())

    each = {
        "periods": seconds(lambda s: find_periods(s, grammar, Anchor()), sentences),
        "figures_and_periods": seconds(both, sentences),
    }
    scale = len(sentences) * words / _WORDS_OF_A_SENTENCE
    result = {f"{name}_per_second": round(scale / taken) for name, taken in each.items()}
    print(
        json.dumps(
            {"sentences": len(sentences), "words": round(words, 1), "load": round(loading, 2), **result}
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
