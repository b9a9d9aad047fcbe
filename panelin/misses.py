"""The wishes that a near miss does not meet, named with their figures (product sheet 3, rule 6)."""

from collections.abc import Sequence
from decimal import Decimal

from panelin.cards import place_text, price_text
from panelin.languages import Language, text, writing
from panelin.listing import Listing
from panelin.search import Relaxed, Unmet
from panelin.wish import Wish


def misses(unmet: Sequence[Unmet], listing: Listing, wish: Wish, language: Language) -> tuple[str, ...]:
    """Name the wishes that a near miss does not meet, with their figures: "20.000 € por encima"."""
    return tuple(_miss(each, listing, wish, language) for each in unmet)


def _miss(unmet: Unmet, listing: Listing, wish: Wish, language: Language) -> str:
    match unmet.wish:
        case Relaxed.BUDGET:
            over = int(unmet.by or 0)
            return (
                text("casi_por_encima", language, importe=writing.money(over, language))
                if over > 0
                else price_text(listing.price, language)
            )
        case Relaxed.AREA | Relaxed.BATHROOMS | Relaxed.BEDROOMS:
            return _size_miss(unmet, listing, wish, language)
        case Relaxed.KIND:
            kinds = "/".join(text(f"tipo_{kind}", language) for kind in sorted(wish.kinds))
            return text("casi_otro_tipo", language, tipo=kinds)
        case Relaxed.ZONE:
            return text("casi_otra_zona", language, zona=place_text(listing.place, language))
        case _:
            return _feature_miss(unmet, language)


def _size_miss(unmet: Unmet, listing: Listing, wish: Wish, language: Language) -> str:
    """By how much a home is smaller; of a home with other rooms its own number is told."""
    if unmet.unknown:
        return text("casi_no_consta", language, deseo=_wanted_size(unmet.wish, wish, language))
    if unmet.wish is Relaxed.AREA:
        return text("casi_menos_superficie", language, superficie=writing.square_metres(Decimal(unmet.by or 0), language))
    if unmet.wish is Relaxed.BATHROOMS:
        return writing.bathrooms(listing.bathrooms or 0, language)
    return text("casi_menos_dormitorios", language) if unmet.by == 1 else writing.bedrooms(listing.bedrooms or 0, language)


def _wanted_size(relaxed: Relaxed, wish: Wish, language: Language) -> str:
    if relaxed is Relaxed.AREA:
        return writing.square_metres(wish.area.minimum_m2 if wish.area else 0, language)
    if relaxed is Relaxed.BATHROOMS:
        return writing.bathrooms(wish.bathrooms_min or 0, language)
    return writing.bedrooms(wish.bedrooms_min or wish.bedrooms_max or 0, language)


def _feature_miss(unmet: Unmet, language: Language) -> str:
    wanted = text(f"rasgo_{unmet.feature}", language)
    if unmet.unknown:
        return text("casi_no_consta", language, deseo=wanted)
    if unmet.wish is Relaxed.MUST_EXTRA:
        return text("tarjeta_opcional", language, extra=wanted, precio=writing.money(int(unmet.by or 0), language))
    return text("casi_sin", language, deseo=wanted)
