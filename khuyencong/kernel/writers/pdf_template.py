"""The Typst source that draws a laid-out paper. All text reaches it as JSON strings: no text is read as code."""

TEMPLATE = r"""
#let paper = json(bytes(sys.inputs.paper))
#let m = paper.measures
#let lines(s) = s.split("\n").join(linebreak())
#let ruled(width) = line(length: width, stroke: 0.6pt)

#set document(
  title: paper.name,
  author: paper.author,
  date: datetime(
    year: paper.created.at(0), month: paper.created.at(1), day: paper.created.at(2),
    hour: paper.created.at(3), minute: paper.created.at(4), second: paper.created.at(5),
  ),
)
#set text(
  font: "Tinos", fallback: false, size: 14pt, lang: "vi", region: "VN", hyphenate: false, overhang: false,
  top-edge: "ascender", bottom-edge: "descender",
)
#set par(leading: 0.22em, spacing: 0.22em + 6pt, justify: true, first-line-indent: (amount: 12.7mm, all: true))

// Signs that Tinos lacks are drawn.
#let frame(body) = box(width: 0.72em, height: 0.72em, stroke: 0.05em, baseline: 0.06em, body)
#let tick = curve(
  stroke: 0.08em, curve.move((0.1em, 0.36em)), curve.line((0.28em, 0.56em)), curve.line((0.62em, 0.12em)),
)
#show "☐": frame([])
#show "☑": frame(tick)
#show "✓": box(width: 0.72em, height: 0.72em, baseline: 0.06em, tick)

#let small(size, body) = {
  set par(first-line-indent: 0pt, justify: false, spacing: 0.18em)
  set text(size: size)
  body
}
#let banner = small(10pt, align(center, text(weight: "bold", fill: rgb("#a61c00"), lines(paper.banner))))
#let head = context {
  if paper.banner != "" { banner }
  if counter(page).get().first() > 1 { small(13pt, align(center, counter(page).display("1"))) }
}
#let foot = context {
  small(9pt, align(center, {
    lines(paper.foot)
    if paper.banner != "" and counter(page).get().first() > 1 and paper.foot == "" { banner }
  }))
}
#set page(
  paper: "a4", header: head, header-ascent: 3.5mm, footer: foot, footer-descent: 4mm,
  margin: (top: m.top * 1mm, bottom: m.bottom * 1mm, left: m.left * 1mm, right: m.right * 1mm),
)

#show heading: set text(size: 14pt, weight: "bold")
#show heading: set par(justify: false)
#show heading: it => block(above: 0.22em + 9pt, below: 0.22em + 6pt, sticky: true, par(it.body))
#show heading.where(level: 3): set text(style: "italic")

#let letterhead = {
  set par(first-line-indent: 0pt, justify: false, spacing: 0.18em)
  set align(center)
  set text(size: 13pt)
  grid(
    columns: (m.letterhead * 1fr, (1 - m.letterhead) * 1fr),
    row-gutter: 2.5mm,
    {
      if paper.superior != "" { lines(paper.superior); parbreak() }
      strong(lines(paper.body))
      context {
        let own = measure(strong(lines(paper.body))).width
        v(0.8mm)
        ruled(calc.min(own, 60mm) * 0.42)
      }
    },
    {
      text(weight: "bold", paper.nation)
      parbreak()
      let motto = text(size: 14pt, weight: "bold", paper.motto)
      motto
      context { v(0.8mm); ruled(measure(motto).width) }
    },
    paper.number_line,
    text(size: 14pt, style: "italic", paper.date_line),
  )
}
#let name = {
  set par(first-line-indent: 0pt, justify: false, spacing: 0.18em)
  set align(center)
  v(7mm, weak: false)
  set text(weight: "bold")
  paper.kind
  if paper.kind != "" and paper.title != "" { parbreak() }
  lines(paper.title)
  v(1mm)
  ruled(32mm)
  v(6mm)
}

#let bold(texts) = texts.map(t => strong(lines(t)))
// A group row is a header below the head: never the last line of a page.
#let row-of(row) = if row.kind == "group" {
  (table.header(level: 2, repeat: false, ..bold(row.texts)),)
} else if row.kind == "total" { bold(row.texts) } else { row.texts.map(lines) }
#let table-of(g) = {
  set par(first-line-indent: 0pt, justify: false, leading: 0.12em, spacing: 0.18em + 3pt)
  let unit = text(size: g.points * 1pt, style: "italic", g.unit_line)
  v(4pt)
  if g.title != "" { block(width: 100%, sticky: true, align(center, strong(lines(g.title)))) }
  if g.unit_line != "" { block(width: 100%, sticky: true, align(right, unit)) }
  set text(size: g.points * 1pt)
  let sides = (left: left, center: center, right: right)
  set table.cell(breakable: false)
  table(
    columns: g.widths.map(w => w * 1mm),
    align: (x, y) => sides.at(g.aligns.at(x)) + horizon,
    stroke: if g.ruled { 0.5pt } else { none },
    inset: (x: m.padding * 1mm, y: 1mm),
    table.header(..g.heads.map(h => table.cell(align: center + horizon, strong(lines(h))))),
    ..g.rows.map(row-of).flatten(),
  )
  if g.note != "" { block(text(style: "italic", lines(g.note))) }
  v(4pt)
}
#let item-of(item, last) = {
  if item.type == "heading" {
    heading(level: item.level, outlined: true, lines(item.text))
  } else if item.type == "grid" {
    table-of(item)
  } else {
    let body = if item.italic { emph(lines(item.text)) } else { lines(item.text) }
    // The last paragraph keeps the signatures company, so that they never stand alone on a page.
    if last { block(sticky: true, par(body)) } else { par(body) }
  }
}

#let signatures = block(breakable: false, above: 16pt, width: 100%, {
  set par(first-line-indent: 0pt, justify: false, spacing: 0.18em)
  grid(
    columns: (1fr, 1fr),
    if paper.recipients.len() > 0 {
      text(size: 12pt, weight: "bold", style: "italic", paper.recipients_head)
      set text(size: 11pt)
      for name in paper.recipients { parbreak(); lines(name) }
    },
    {
      set align(center)
      set text(weight: "bold")
      paper.signature.map(lines).join(linebreak())
      v(26mm)
      lines(paper.signatory)
    },
  )
})
#let ending = {
  if paper.mark_note != "" {
    block(sticky: true, text(size: 12pt, style: "italic", par(first-line-indent: 0pt, paper.mark_note)))
  }
  if paper.signature.len() > 0 or paper.recipients.len() > 0 or paper.signatory != "" { signatures }
}
#let section-of(index, section) = {
  if index == 0 { letterhead; name }
  let final = index == paper.sections.len() - 1
  for (n, item) in section.items.enumerate() { item-of(item, final and n == section.items.len() - 1) }
  if final { ending }
}
#for (index, section) in paper.sections.enumerate() {
  if section.landscape {
    page(flipped: true, margin: (
      top: m.top * 1mm, bottom: m.bottom * 1mm, left: m.landscape * 1mm, right: m.landscape * 1mm,
    ), section-of(index, section))
  } else {
    section-of(index, section)
  }
}
"""
