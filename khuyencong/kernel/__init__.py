"""Pure helpers with no models: money, text, periods, guards, workbook reading, papers. Knows nothing of the domain."""
