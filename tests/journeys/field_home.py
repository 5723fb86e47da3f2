"""Run in a site's home: ``make`` prints the id of a new trip in the field, ``kept ID`` what the database holds of it."""

import json
import os
import sys

import django


def main(words: list[str]) -> None:
    from tests.journeys.trip_in_the_field import kept, trip_in_the_field

    print(json.dumps(kept(int(words[1])) if words[0] == "kept" else {"pk": trip_in_the_field().pk}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main(sys.argv[1:])
