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
/** `message`: why it is no table; `kind`: what it is instead, where it is not text. */
export class TableError extends Error {
  constructor(message: string, readonly kind: Binary = 'other') {
    super(message)
  }
}

const MAGIC = {
  pdf: ['25504446'],
  sheet: ['d0cf11e0'], // of Office before 2007
  picture: ['ffd8ff', '89504e47', '47494638', '52494646', '424d'],
  archive: ['504b', '1f8b', '52617221', '377abcaf', '425a68', 'fd377a58'],
} as const
export type Binary = keyof typeof MAGIC | 'other'
/** What of a file is looked at to tell text from other bytes. */
const LOOKED = 65_536

/** What it is where it is no text: by how it begins, or by control characters that no text has. */
function binaryOf(bytes: Uint8Array): Binary | null {
  const begins = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const known = (Object.keys(MAGIC) as (keyof typeof MAGIC)[]).find((kind) => kind !== 'archive' && MAGIC[kind].some((magic) => begins.startsWith(magic)))
  const controls = bytes.subarray(0, LOOKED).some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b].includes(byte))
  if (!controls) return begins.startsWith('25504446') ? 'pdf' : null
  return known ?? (MAGIC.archive.some((magic) => begins.startsWith(magic)) ? 'archive' : 'other')
}

/** UTF-16 by its mark, or without one by its zeros: in a table, with its digits and delimiters, every other byte is often zero, and no other is. */
function wideOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const looked = bytes.subarray(0, LOOKED)
  let even = 0
  let odd = 0
  looked.forEach((byte, at) => {
    if (byte !== 0) return
    if (at % 2) odd++
    else even++
  })
  if (Math.min(even, odd) > 0 || Math.max(even, odd) * 20 < looked.length) return null
  return odd ? 'utf-16le' : 'utf-16be'
}
function encodingOf(bytes: Uint8Array): string {
  const wide = wideOf(bytes)
  if (wide) return wide
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
      throw file.name.toLowerCase().endsWith('.xlsx') ? new TableError('unreadable') : new TableError('binary', 'archive')
    })
    return fit(rows, rows.map((_, at) => at + 1), null, null)
  }
  const binary = given.encoding || wideOf(bytes) ? null : binaryOf(bytes)
  if (binary) throw new TableError('binary', binary)
  const encoding = given.encoding ?? encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const delimiter = given.delimiter ?? delimiterOf(text)
  const { rows, lines } = parse(text, delimiter)
  return fit(rows, lines, encoding, delimiter)
}
