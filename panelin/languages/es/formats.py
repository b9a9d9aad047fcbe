"""Numbers, prices, dates and hours as Spain writes them (product sheet 5 and 6)."""

from panelin.languages.notation import NBSP, Notation

_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"

NOTATION = Notation(
    months=tuple(_MONTHS.split()),
    weekdays=_WEEKDAYS,
    every_weekday=("los lunes", "los martes", "los miércoles", "los jueves", "los viernes", "los sábados", "los domingos"),
    grouping=".",
    decimal=",",
    euros=f"{{}}{NBSP}€",
    price_from="desde {}",
    plus_vat="{} + IVA",
    per={"once": "{}", "month": "{}/mes", "week": "{}/semana"},
    on_request="Precio a consultar",
    day="{weekday} {day} de {month}",
    day_and_hour="{day}, {hour}",
    today="hoy",
    tomorrow="mañana",
    on_weekday="el {}",
    on_day="el {}",
    at="{day} a las {hour}",
    at_one="{day} a la {hour}",
    span="de {opens} a {closes}",
    days="de {first} a {last}",
    conjunction="y",
)
