"""What a report says of obstacles: how many, how many resolved, how many localities guided, by topic and side."""

from collections.abc import Sequence
from itertools import groupby

from khuyencong.kernel.papers import Block, Cell, Paragraph
from khuyencong.kernel.text import sort_key
from khuyencong.programme.queries.obstacles import ObstacleGroup

FEW_PLACES = 10


def obstacle_blocks(
    day: str, groups: Sequence[ObstacleGroup], *, raised: Cell, resolved: Cell, guided: Cell
) -> list[Block]:
    """The sentence of the difficulties section with its figures, then a line per topic. Nothing without obstacles."""
    if not groups:
        return []
    blocks: list[Block] = [
        Paragraph(
            (
                f"Đến ngày {day} đã ghi nhận ",
                raised,
                " vướng mắc trong triển khai đề án, đã tháo gỡ ",
                resolved,
                f"/{raised.shown}; đã hướng dẫn ",
                guided,
                " địa phương hoàn thiện hồ sơ, triển khai đề án theo quy định.",
            )
        )
    ]
    for _topic, members in groupby(groups, key=lambda one: one.topic):
        blocks.append(Paragraph((_of_topic(list(members)),)))
    return blocks


def _of_topic(groups: list[ObstacleGroup]) -> str:
    """'- Định mức, đơn giá: 3 vướng mắc, đã tháo gỡ 1 (thuộc về: Cục 2; Địa phương 1), tại Bắc Giang, Phú Thọ.'"""
    raised, resolved = sum(one.raised for one in groups), sum(one.resolved for one in groups)
    sides = "; ".join(f"{one.side_label} {one.raised}" for one in groups)
    places = sorted({place for one in groups for place in one.places}, key=sort_key)
    named = ", ".join(places) if len(places) <= FEW_PLACES else f"{len(places)} địa phương"
    where = f", tại {named}" if named else ""
    done = f"đã tháo gỡ {resolved}" if resolved else "chưa tháo gỡ"
    return f"- {groups[0].topic_label}: {raised} vướng mắc, {done} (thuộc về: {sides}){where}."
