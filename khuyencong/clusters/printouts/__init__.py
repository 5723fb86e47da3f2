"""What each paper of this part contains: the comparison of two lists, the draft opinion with its annex."""

from khuyencong.clusters.printouts.comparison import comparison_paper
from khuyencong.clusters.printouts.opinion import opinion_wording, province_said

__all__ = ["comparison_paper", "opinion_wording", "province_said"]
