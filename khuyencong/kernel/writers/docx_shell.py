"""An empty Word file as Decree 30/2020 wants it: fonts, styles, language, pages, headers and properties."""

from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section as WordSection
from docx.section import _BaseHeaderFooter as Edge
from docx.shared import Mm, Pt, RGBColor

from khuyencong.kernel.writers import grids
from khuyencong.kernel.writers.docx_xml import Face, Shape, page_number, paragraph, run
from khuyencong.kernel.writers.layout import Laid

FONT = "Times New Roman"
BODY, HEADINGS = "BodyText", ("Heading1", "Heading2", "Heading3")
BANNER_FACE = Face(10, bold=True, color="A61C00")
FOOT_FACE, NUMBER_FACE = Face(9), Face(13)
_FACES = ("ascii", "hAnsi", "eastAsia", "cs")


def empty_document(laid: Laid, stamp: datetime) -> WordDocument:
    """A document with one portrait section, ready for its body."""
    document = Document()
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    _set_defaults(document)
    _set_styles(document)
    _set_settings(document)
    _set_properties(document, laid, stamp)
    _drop_spare_parts(document)
    return document


def shape_section(section: WordSection, laid: Laid, *, landscape: bool, first: bool) -> None:
    """Page size, margins, and what stands in the margins. Page 1 carries the banner but no number."""
    sizes = (grids.PAGE_LONG, grids.PAGE_SHORT) if landscape else (grids.PAGE_SHORT, grids.PAGE_LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sizes[0]), Mm(sizes[1])
    section.top_margin, section.bottom_margin = Mm(grids.MARGIN_TOP), Mm(grids.MARGIN_BOTTOM)
    section.left_margin = Mm(grids.MARGIN_LANDSCAPE if landscape else grids.MARGIN_LEFT)
    section.right_margin = Mm(grids.MARGIN_LANDSCAPE if landscape else grids.MARGIN_RIGHT)
    section.header_distance, section.footer_distance = Mm(7), Mm(9)
    section.different_first_page_header_footer = first
    if first:
        _fill(section.first_page_header, laid.banner, "")
        _fill(section.first_page_footer, "", laid.foot)
        _fill(section.header, laid.banner, "", numbered=True)
        _fill(section.footer, "", laid.foot)


def new_section(document: WordDocument) -> WordSection:
    """A section on a new page. The paragraph that ends the old one takes next to no room."""
    section: WordSection = document.add_section(WD_SECTION.NEW_PAGE)
    ending = document.element.body.findall(qn("w:p"))[-1]
    ending.pPr.insert(
        0, parse_xml(f'<w:spacing {nsdecls("w")} w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
    )
    return section


def _fill(edge: Edge, banner: str, foot: str, *, numbered: bool = False) -> None:
    edge.is_linked_to_previous = False
    element: Any = edge._element
    for old in list(element):
        element.remove(old)
    centre = Shape("center")
    texts = [run(text, face) for text, face in ((banner, BANNER_FACE), (foot, FOOT_FACE)) if text]
    if numbered:
        texts.append(page_number(NUMBER_FACE))
    for runs in texts or [""]:
        element.append(parse_xml(paragraph(runs, centre, root=True)))


def _set_fonts(properties: Any) -> None:
    """Name the face for every script, and drop the theme that would win over the name."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for face in _FACES:
        fonts.set(qn(f"w:{face}"), FONT)


def _set_defaults(document: WordDocument) -> None:
    """Language and face of everything not said otherwise; table styles the paper never uses go."""
    styles: Any = document.styles.element
    defaults = styles.find(f".//{qn('w:docDefaults')}//{qn('w:rPr')}")
    _set_fonts(defaults)
    language = defaults.find(qn("w:lang"))
    for attribute in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{attribute}"), "vi-VN")
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) != "TableNormal":
            styles.remove(style)


def _set_styles(document: WordDocument) -> None:
    """Body 14 justified with a first line of 1,27 cm; headings bold in the same size and indent."""
    kinds = (
        ("Normal", False, False),
        ("Body Text", False, False),
        ("Heading 1", True, False),
        ("Heading 2", True, False),
    )
    for name, bold, italic in (*kinds, ("Heading 3", True, True)):
        style: Any = document.styles[name]
        _set_fonts(style.element.get_or_add_rPr())
        style.font.size, style.font.bold, style.font.italic = Pt(14), bold, italic
        style.font.color.rgb = RGBColor(0, 0, 0)
        layout = style.paragraph_format
        layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(0), 1.0
        if name == "Normal":
            continue
        heading = name.startswith("Heading")
        layout.space_before, layout.space_after, layout.line_spacing = Pt(9 if heading else 0), Pt(6), 1.15
        layout.first_line_indent = Mm(12.7)
        layout.keep_with_next = heading
        layout.alignment = WD_ALIGN_PARAGRAPH.LEFT if heading else WD_ALIGN_PARAGRAPH.JUSTIFY


def _set_settings(document: WordDocument) -> None:
    """Open in today's mode of Word, not in a compatibility mode."""
    settings: Any = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for old in compat.findall(qn("w:compatSetting")):
        compat.remove(old)
    mode = OxmlElement("w:compatSetting")
    for key, value in (
        ("name", "compatibilityMode"),
        ("uri", "http://schemas.microsoft.com/office/word"),
        ("val", "15"),
    ):
        mode.set(qn(f"w:{key}"), value)
    compat.append(mode)
    for name, attribute, value in (
        ("themeFontLang", "val", "vi-VN"),
        ("themeFontLang", "eastAsia", "vi-VN"),
        ("decimalSymbol", "val", ","),
        ("listSeparator", "val", ";"),
    ):
        for setting in settings.findall(qn(f"w:{name}")):
            setting.set(qn(f"w:{attribute}"), value)
    for spare in settings.findall(qn("w:savePreviewPicture")):
        settings.remove(spare)


def _set_properties(document: WordDocument, laid: Laid, stamp: datetime) -> None:
    """No person is named: the author is the body."""
    properties = document.core_properties
    body = " ".join(laid.body.split())[:255]
    properties.title, properties.author, properties.last_modified_by = laid.name[:255], body, body
    properties.language, properties.comments, properties.keywords, properties.subject = "vi-VN", "", "", ""
    properties.created = properties.modified = stamp
    properties.revision = 1


def _drop_spare_parts(document: WordDocument) -> None:
    """What the template brings of its own life: picture, program name, bibliography, a second set of styles."""
    spare = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in relations.items() if rel.reltype.endswith(spare)]:
            del relations[key]
