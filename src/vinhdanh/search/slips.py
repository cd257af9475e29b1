"""One typing slip: a letter too much, too few, a wrong one, or two neighbours swapped."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from vinhdanh.search.models import SearchSlip, SearchWord

SHORTEST, LONGEST = 3, 40  # one or two letters are everybody's neighbours


def worth(word: str) -> bool:
    """Whether a slip in it is looked for: a word of letters, not a number or a code."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def forms(word: str) -> set[str]:
    """The word, and the word with each letter left out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_apart(a: str, b: str) -> bool:
    """Whether two different words are one slip apart."""
    if len(a) > len(b):
        a, b = b, a
    if a == b or len(b) - len(a) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def near(words: Iterable[str]) -> dict[str, list[str]]:
    """The known words one slip from each word: one query."""
    wanted = {w: forms(w) for w in words if worth(w)}
    every = set().union(*wanted.values())
    known = set(SearchSlip.objects.filter(slip__in=every).values_list("word__word", flat=True)) if every else set()
    return {w: sorted(k for k in known if one_apart(w, k)) for w in wanted}


def learn(words: Iterable[str]) -> None:
    """Add words that are new."""
    wanted = {w for w in words if worth(w)}
    new = sorted(wanted - set(SearchWord.objects.filter(word__in=wanted).values_list("word", flat=True)))
    if not new:
        return
    with transaction.atomic():
        SearchWord.objects.bulk_create([SearchWord(word=w) for w in new], ignore_conflicts=True)  # bulk: search index
        rows = [SearchSlip(slip=s, word=w) for w in SearchWord.objects.filter(word__in=new).order_by("word") for s in sorted(forms(w.word))]
        SearchSlip.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)  # bulk: search index
