/** Rows as RFC 4180 text. */

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.map(textOf).join(';') : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function csvLine(cells: unknown[]): string {
  return `${cells.map(textOf).map((text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)).join(',')}\r\n`
}

/** Where the server gives a list as a file, by what of it is asked for. */
export function fileAddress(file: string, asked: Record<string, unknown>, format: string): string {
  const set = Object.entries({ ...asked, format }).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return `${file}?${new URLSearchParams(set.map(([name, value]): [string, string] => [name, Array.isArray(value) ? value.join(';') : String(value)])).toString()}`
}

/** Gives the browser a file that is here already. */
export function save(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** The same of text; the mark before it tells spreadsheets that it is UTF-8. */
export function download(name: string, parts: string[], type = 'text/csv;charset=utf-8'): void {
  save(name, new Blob(['\ufeff', ...parts], { type }))
}
