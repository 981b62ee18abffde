"""Every illustration of the sample edition, by name."""

from __future__ import annotations

from broadsheet.importers.sample import (
    pictures_city,
    pictures_country,
    pictures_docks,
    pictures_halls,
    pictures_sport,
    pictures_streets,
    pictures_things,
    pictures_water,
)

SCENES = {
    **pictures_city.SCENES,
    **pictures_country.SCENES,
    **pictures_docks.SCENES,
    **pictures_halls.SCENES,
    **pictures_sport.SCENES,
    **pictures_streets.SCENES,
    **pictures_things.SCENES,
    **pictures_water.SCENES,
}
