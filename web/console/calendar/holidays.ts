/** A list of holidays as people have it: rows of a table, or the days of a calendar document. */
import { guess } from '@/import/mapping'
import { readTable } from '@/import/table'
import { dateMs, dateText } from '@/zone'
import { ofYear, sorted, type Document, type Entry } from './calendar'

const FIELDS = ['from', 'to', 'name', 'working', 'provisional'] as const
export interface Listed {
  entries: Entry[]
  /** Of each entry: where it stood, a line of the table or a place in the document. */
  lines: number[]
  /** What cannot be read: a line and its field. */
  wrong: { line: number; field: string }[]
}

/** "2027/2/5", "2027.02.05": 2027-02-05; what is no date stays as it is. */
export function dateOf(text: string): string {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text.trim()) ?? []
  return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text.trim()
}
export function isDate(text: string): boolean {
  const at = dateMs(text)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && dateText(at) === text
}

/** `yes`: what a cell says that is so, beside true and 1. */
export async function readHolidays(text: string, yes: string[]): Promise<Listed> {
  if (text.trimStart().startsWith('{')) {
    const days = sorted((JSON.parse(text) as Document).days ?? [])
    return { entries: days, lines: days.map((_, at) => at + 1), wrong: [] }
  }
  const table = await readTable(new File([text], 'holidays.csv'))
  const columns = guess(table.header, [...FIELDS])
  const missing = (['from', 'name'] as const).filter((field) => !columns.includes(field))
  if (missing.length) return { entries: [], lines: [], wrong: missing.map((field) => ({ line: 1, field })) }
  const said = new Set(['true', '1', 'yes', 'x', ...yes.map((one) => one.toLowerCase())])
  const cell = (row: string[], field: string) => (row[columns.indexOf(field)] ?? '').trim()
  const entries = table.rows.map((row): Entry => ({
    from: dateOf(cell(row, 'from')), to: dateOf(cell(row, 'to') || cell(row, 'from')), name: cell(row, 'name'),
    working: said.has(cell(row, 'working').toLowerCase()), provisional: said.has(cell(row, 'provisional').toLowerCase()),
  }))
  const wrong = entries.flatMap(({ from, to, name }, at) => {
    const line = table.lines[at] ?? 0
    return [...(isDate(from) ? [] : [{ line, field: 'from' }]), ...(isDate(to) && to >= from ? [] : [{ line, field: 'to' }]), ...(name ? [] : [{ line, field: 'name' }])]
  })
  return { entries, lines: table.lines, wrong }
}
export const yearsOf = (entries: Entry[]) => [...new Set(entries.flatMap(({ from, to }) => [from, to]).filter(isDate).map((date) => Number(date.slice(0, 4))))].sort()

/** The calendar's days with those of a list: instead of all of the years that the list is about, or beside them. */
export function merged(document: Document, entries: Entry[], instead: boolean): Entry[] {
  const gone = new Set(instead ? yearsOf(entries).flatMap((year) => ofYear(document, year)).map(({ from }) => from) : [])
  return sorted([...(document.days ?? []).filter(({ from }) => !gone.has(from)), ...entries])
}
