from bot.model.feed import Outlet
from bot.stories.outlets import OutletBook, outlet_key
from tests.unit.stories.made import article

LEDGER = Outlet(
    id="ledger", name="The Ledger", family="north", aliases=("Harbor Ledger",), domains=("ledger.example",)
)
TIMES = Outlet(id="times", name="Valley Times", family="north", domains=("times.example",))
BOOK = OutletBook([TIMES, LEDGER])


def test_names_aliases_and_ids_find_an_outlet():
    assert BOOK.named("Ledger") is LEDGER
    assert BOOK.named("the harbor ledger") is LEDGER
    assert BOOK.publisher(article(outlet="Anything", outlet_id="times")) is TIMES
    assert BOOK.named("Unknown Gazette") is None


def test_addresses_find_an_outlet_by_domain_and_subdomain():
    assert BOOK.at("https://news.times.example/a/b") is TIMES
    assert BOOK.at("https://nottimes.example/") is None
    assert BOOK.at("no address") is None


def test_families_of_listed_outlets_and_of_others():
    assert BOOK.family(article(outlet="The Ledger")) == BOOK.family(article(outlet="Valley Times")) == "north"
    assert BOOK.family(article(outlet="The Unknown")) == outlet_key("Unknown")


def test_one_key_for_all_spellings():
    assert BOOK.key("Harbor Ledger") == BOOK.key("The Ledger")
    assert BOOK.key("THE UNKNOWN (Online)") == BOOK.key("Unknown")
