"""What a change of places touches in the register of clusters: requests for an opinion, and lists in force."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.registry.hooks import Touched, TouchedRow


def clusters_touched(places: Collection[int], bodies: Collection[int], day: date) -> list[Touched]:
    """Requests not answered by a day, and lists of clusters of these provinces."""
    waiting = Q(answered_on__isnull=True) | Q(answered_on__gt=day)
    asked = Opinion.objects.filter(waiting, place__in=places, received_on__lte=day).select_related("place")
    lists = ClusterList.objects.filter(place__in=places, as_of__lte=day).select_related("place")
    return [
        Touched("opinions", _("Đề nghị cho ý kiến chưa trả lời"), tuple(
            TouchedRow(f"clusters.opinion:{row.pk}", f"{row.get_kind_display()} – {row.place.name}", place=row.place_id)
            for row in asked.order_by("received_on", "pk")
        )),
        Touched("cluster-lists", _("Danh mục cụm công nghiệp"), tuple(
            TouchedRow(
                f"clusters.clusterlist:{row.pk}", f"{row.get_kind_display()} – {row.place.name}", place=row.place_id
            )
            for row in lists.order_by("place__sort_key", "as_of", "pk")
        )),
    ]  # fmt: skip
