"""What the value reader of .xls does not tell: fonts, hidden rows and columns, formulas, errors. BIFF8 only."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_END = 0xFFFFFFFE
_CELL_RECORDS = frozenset((0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6))
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass
class SheetFacts:
    """Facts of one sheet, positions 1-based."""

    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def workbook_stream(data: bytes) -> bytes:
    """The 'Workbook' stream of an OLE file. Raises ValueError, IndexError or struct.error when the file is broken."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")

    def sector(index: int) -> bytes:
        return data[(index + 1) * size : (index + 2) * size]

    per_sector = size // 4
    table_sectors = [index for index in struct.unpack_from("<109I", data, 76) if index < _END - 2]
    following, count = struct.unpack_from("<2I", data, 68)
    for _ in range(min(count, len(data) // size + 1)):
        block = struct.unpack(f"<{per_sector}I", sector(following))
        table_sectors += [index for index in block[:-1] if index < _END - 2]
        following = block[-1]
    table: list[int] = []
    for index in table_sectors:
        table += struct.unpack(f"<{per_sector}I", sector(index))

    def chain(index: int) -> bytes:
        pieces: list[bytes] = []
        while index < _END - 2:
            pieces.append(sector(index))
            index = table[index]
            if len(pieces) > len(table):
                raise ValueError("endless chain")
        return b"".join(pieces)

    directory = chain(struct.unpack_from("<I", data, 48)[0])
    for offset in range(0, len(directory), 128):
        name_size = struct.unpack_from("<H", directory, offset + 64)[0]
        name = directory[offset : offset + max(0, name_size - 2)].decode("utf-16-le", "replace")
        if name.lower() in ("workbook", "book"):
            start, length = struct.unpack_from("<2I", directory, offset + 116)
            return chain(start)[:length]
    raise ValueError("no workbook stream")


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == 0x0A:
            return


def sheet_facts(data: bytes) -> list[SheetFacts]:
    """One entry per sheet in tab order. Raises ValueError, IndexError or struct.error when the file is broken."""
    stream = workbook_stream(data)
    fonts: list[str] = []
    styles: list[int] = []
    starts: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == 0x31 and len(body) > 16:
            wide = body[15] & 1
            raw = body[16 : 16 + body[14] * (2 if wide else 1)]
            fonts.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
        elif kind == 0xE0:
            styles.append(struct.unpack_from("<H", body)[0])
        elif kind == 0x85 and len(body) > 6 and body[5] == 0:
            starts.append(struct.unpack_from("<I", body)[0])
    # Font number 4 does not exist in BIFF: later numbers are one too high.
    by_style = [fonts[index - (index > 4)] if index - (index > 4) < len(fonts) else "" for index in styles]
    return [_facts(stream, start, by_style) for start in starts]


def _facts(stream: bytes, start: int, by_style: list[str]) -> SheetFacts:
    facts = SheetFacts()
    for kind, body in _records(stream, start):
        if kind in _CELL_RECORDS and len(body) >= 6:
            row, column, style = struct.unpack_from("<3H", body)
            place = (row + 1, column + 1)
            facts.fonts[place] = by_style[style] if style < len(by_style) else ""
            if kind == 0x0006:
                facts.formulas.add(place)
                if body[12:14] == b"\xff\xff" and body[6] == 2:
                    facts.errors[place] = _ERRORS.get(body[8], "#ERR")
            elif kind == 0x0205 and len(body) >= 8 and body[7] == 1:
                facts.errors[place] = _ERRORS.get(body[6], "#ERR")
        elif kind == 0x7D and len(body) >= 10:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                facts.hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == 0x0208 and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    return facts
