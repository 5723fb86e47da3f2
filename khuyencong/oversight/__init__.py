"""What the office does around the money: petitions, work programme, inspections, gatherings."""
