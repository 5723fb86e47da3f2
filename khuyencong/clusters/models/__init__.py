"""Lists of clusters by version, and the opinions asked of the Ministry about them."""

from khuyencong.clusters.models.lists import ClusterList, ListRow
from khuyencong.clusters.models.opinions import Opinion, RowView

__all__ = ["ClusterList", "ListRow", "Opinion", "RowView"]
