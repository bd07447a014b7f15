/** The first sheet of an XLSX file as texts (ECMA-376): shared and inline strings, numbers, dates by the style of their cell. */
import { instantText } from '@/zone'

type Parts = Map<string, () => Promise<string>>

async function inflate(bytes: Uint8Array): Promise<string> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Response(stream).text()
}

/** The files of a ZIP archive by its central directory. */
function unzip(bytes: Uint8Array): Parts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--
  if (end < 0) throw new Error('no archive')
  const parts: Parts = new Map()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [method, packed] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)]
    const [name, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)]
    const local = view.getUint32(at + 42, true)
    const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const body = bytes.subarray(begin, begin + packed)
    parts.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), () => (method ? inflate(body) : Promise.resolve(new TextDecoder().decode(body))))
    at += 46 + name + extra + comment
  }
  return parts
}

async function xml(parts: Parts, name: string): Promise<Document | null> {
  const text = await parts.get(name)?.()
  return text === undefined ? null : new DOMParser().parseFromString(text, 'application/xml')
}
const all = (from: Document | Element | null, name: string) => [...(from?.getElementsByTagNameNS('*', name) ?? [])]
const textOf = (element: Element | undefined) => all(element ?? null, 't').map((one) => one.textContent ?? '').join('')

/** Which styles show a number as a date: of the built-in formats 14–22 and 45–47, of others those with letters of dates. */
function dateStyles(styles: Document | null): Set<number> {
  const own = new Map(all(styles, 'numFmt').map((one) => [Number(one.getAttribute('numFmtId')), one.getAttribute('formatCode') ?? '']))
  const dates = new Set<number>()
  all(all(styles, 'cellXfs')[0] ?? null, 'xf').forEach((xf, at) => {
    const id = Number(xf.getAttribute('numFmtId'))
    const code = own.get(id)?.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
    if (code === undefined ? (id >= 14 && id <= 22) || (id >= 45 && id <= 47) : /[ymdhs]/i.test(code)) dates.add(at)
  })
  return dates
}

function dateText(serial: number, from1904: boolean): string {
  const at = instantText(Math.round((serial - (from1904 ? 24107 : 25569)) * 86_400) * 1000)
  return Number.isInteger(serial) ? at.slice(0, 10) : `${at.slice(0, 10)} ${at.slice(11, 19)}`
}

function columnOf(reference: string): number {
  let number = 0
  for (const letter of reference.replace(/\d+$/, '')) number = number * 26 + letter.charCodeAt(0) - 64
  return number - 1
}

export async function sheetRows(bytes: Uint8Array): Promise<string[][]> {
  const parts = unzip(bytes)
  const [book, links, shared, styles] = await Promise.all(['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/sharedStrings.xml', 'xl/styles.xml'].map((name) => xml(parts, name)))
  const id = [...(all(book ?? null, 'sheet')[0]?.attributes ?? [])].find((one) => one.localName === 'id')?.value
  const target = all(links ?? null, 'Relationship').find((one) => one.getAttribute('Id') === id)?.getAttribute('Target') ?? 'worksheets/sheet1.xml'
  const sheet = await xml(parts, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  if (!sheet) throw new Error('no sheet')
  const strings = all(shared ?? null, 'si').map(textOf)
  const dates = dateStyles(styles ?? null)
  const from1904 = /^(1|true)$/.test(all(book ?? null, 'workbookPr')[0]?.getAttribute('date1904') ?? '')

  function cellText(cell: Element): string {
    const value = all(cell, 'v')[0]?.textContent ?? ''
    const type = cell.getAttribute('t')
    if (type === 's') return strings[Number(value)] ?? ''
    if (type === 'inlineStr') return textOf(cell)
    if (type || !value) return value
    return dates.has(Number(cell.getAttribute('s') ?? -1)) ? dateText(Number(value), from1904) : String(Number(value))
  }
  return all(sheet, 'row').map((row) => {
    const cells: string[] = []
    for (const cell of all(row, 'c')) cells[columnOf(cell.getAttribute('r') ?? '') >= 0 ? columnOf(cell.getAttribute('r') ?? '') : cells.length] = cellText(cell)
    return Array.from(cells, (cell) => cell ?? '')
  })
}
