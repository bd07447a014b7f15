/** Rows as RFC 4180 text. */

/** A spreadsheet would run what begins like a formula: it gets a quote before it. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  let text = Array.isArray(value) ? value.join(';') : typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d .-]+$/.test(text)) text = `'${text}`
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

export function csvLine(cells: unknown[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/** Gives the browser a file; the mark before it tells spreadsheets that it is UTF-8. */
export function download(name: string, parts: string[], type = 'text/csv;charset=utf-8'): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(['\ufeff', ...parts], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
