/** A file as a table of texts: its encoding and delimiter are found out, and can be given. */
import { sheetRows } from './xlsx'

export const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be', 'shift_jis', 'windows-1252'] as const
export const DELIMITERS = [',', ';', '\t', '|'] as const
export const MOST_BYTES = 100 * 1024 * 1024

export interface Table {
  /** Of a spreadsheet neither is known. */
  encoding: string | null
  delimiter: string | null
  header: string[]
  rows: string[][]
  /** Of each row: the line of the file that it begins on. */
  lines: number[]
}
export class TableError extends Error {}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

/** The one that parts the first lines into the most cells, the same in each. */
function delimiterOf(text: string): string {
  let [best, most]: [string, number] = [',', 0]
  for (const one of DELIMITERS) {
    const { rows } = parse(text.slice(0, 20_000), one, 10)
    const width = rows[0]?.length ?? 0
    const alike = rows.slice(0, 10).filter((row) => row.length === width).length
    if (width > 1 && width * alike > most) [best, most] = [one, width * alike]
  }
  return best
}

/** RFC 4180: quotes, line breaks within them, CRLF or LF. */
function parse(text: string, delimiter: string, most = Infinity): { rows: string[][]; lines: number[] } {
  const rows: string[][] = []
  const lines: number[] = []
  let row: string[] = []
  let at = 0
  let line = 1
  let begun = 1
  while (at < text.length && rows.length < most) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] === '\n') line++
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') cell += text[at++]
        else break
      }
      at++
    }
    const rest = at
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
    row.push(cell + text.slice(rest, at))
    if (text[at] === delimiter) {
      at++
      if (at === text.length) row.push('')
      else continue
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    if (row.length > 1 || row[0]?.trim()) {
      rows.push(row)
      lines.push(begun)
    }
    row = []
    begun = ++line
  }
  return { rows, lines }
}

function fit(rows: string[][], lines: number[], encoding: string | null, delimiter: string | null): Table {
  const header = (rows[0] ?? []).map((cell) => cell.trim())
  if (!header.some(Boolean)) throw new TableError('empty')
  return { encoding, delimiter, header, rows: rows.slice(1).map((row) => header.map((_, at) => row[at] ?? '')), lines: lines.slice(1) }
}

export async function readTable(file: File, given: { encoding?: string; delimiter?: string } = {}): Promise<Table> {
  if (file.size > MOST_BYTES) throw new TableError('too_large')
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const rows = await sheetRows(bytes).catch(() => {
      throw new TableError('unreadable')
    })
    return fit(rows, rows.map((_, at) => at + 1), null, null)
  }
  const encoding = given.encoding ?? encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const delimiter = given.delimiter ?? delimiterOf(text)
  const { rows, lines } = parse(text, delimiter)
  return fit(rows, lines, encoding, delimiter)
}
