"""The language model's own dictionary: lower-case words that it knows as nouns, verbs, adjectives, adverbs.

Called by `bot.nlp.annotate`; used only to take capitals off Title Case headlines. It is WordNet's index in
the model's lemmatizer, read where it lies; a model without one gives an empty set.
"""

from __future__ import annotations

from pathlib import Path

from spacy.lookups import Lookups

from bot.nlp.given_names import GIVEN

_TABLE = "lemma_index"
_SHORTEST = 4  # shorter entries are symbols and abbreviations: ag, pa, us
# Entries that news uses as surnames far more often than as words.
_SURNAMES = frozenset(
    {"bush", "clinton", "johnson", "lincoln", "nixon", "obama", "reagan", "roosevelt", "trump", "wilson"}
)


def load_dictionary(model: Path) -> frozenset[str]:
    """Words of a model's lemmatizer.

    Args:
        model: Folder of the loaded model.

    Returns:
        Lower-case words of letters alone, given names and common surnames left out.
    """
    folder = model / "lemmatizer" / "lookups"
    if not folder.is_dir():
        return frozenset()
    lookups = Lookups().from_disk(folder)
    if not lookups.has_table(_TABLE):
        return frozenset()
    words = {word for entries in lookups.get_table(_TABLE).values() for word in entries}
    plain = {w for w in words if len(w) >= _SHORTEST and w.isalpha() and w.islower()}
    return frozenset(plain - GIVEN - _SURNAMES)
