/** A calendar's document (docs/calendars.md): its week, the days that differ, and what a year looks like by it. */
import type { Shape } from '@/api/shapes'
import { DAY_MS, dateMs, dateText, weekdayOf } from '@/zone'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]
export interface Span {
  weekdays: Weekday[]
  from: string
  to: string
}
/** Days that differ from their weekdays, first and last included. */
export interface Entry {
  from: string
  to: string
  working?: boolean
  provisional?: boolean
  name: string
}
export interface Document {
  code: string
  name: string
  zone: string
  note?: string
  sources?: string[]
  hours: Span[]
  days?: Entry[]
}
export type Kind = 'worked' | 'off' | 'holiday' | 'makeup'
export interface Day {
  /** 2026-11-22 */
  date: string
  day: number
  /** 0: Monday. */
  weekday: number
  kind: Kind
  entry: Entry | undefined
}

export const documentOf = (row: Shape<'CalendarRow'> | null | undefined): Document => JSON.parse(row?.document || '{"code":"","name":"","zone":"","hours":[]}') as Document

export const daysIn = (entry: Entry) => Math.round((dateMs(entry.to) - dateMs(entry.from)) / DAY_MS) + 1

/** The spans of a weekday, in order: "09:00-12:00". */
export function hoursOf(document: Document, weekday: Weekday): string[] {
  return document.hours.filter((span) => span.weekdays.includes(weekday)).map(({ from, to }) => `${from}-${to}`).sort()
}
/** The week as a form has it: of each day its spans, one after the other. */
export const weekOf = (document: Document): Record<Weekday, string> =>
  Object.fromEntries(weekdays.map((one) => [one, hoursOf(document, one).join(', ')])) as Record<Weekday, string>

const clock = (text: string) => (/^\d:\d\d$/.test(text) ? `0${text}` : text)
/** The same as a document has it, a row for each span of each day; what is no span goes to the server as it was written. */
export function spansOf(week: Record<string, unknown>): Span[] {
  return weekdays.flatMap((one) =>
    String(week[one] ?? '').split(/[,，、;；\s]+/).filter(Boolean).map((text) => {
      const [from = '', to = ''] = text.split(/[-–—~～]/)
      return { weekdays: [one], from: clock(from).slice(0, 5), to: clock(to).slice(0, 5) }
    }))
}

export const sorted = (days: Entry[]) => [...days].sort((a, b) => (a.from < b.from ? -1 : 1))
export const ofYear = (document: Document, year: number) => sorted(document.days ?? []).filter(({ from, to }) => Number(from.slice(0, 4)) <= year && Number(to.slice(0, 4)) >= year)

/** A year day by day. */
export function yearOf(document: Document, year: number): Day[] {
  const works = weekdays.map((one) => hoursOf(document, one).length > 0)
  const differ = ofYear(document, year)
  const days: Day[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY_MS) {
    const date = dateText(at)
    const weekday = weekdayOf(at)
    const entry = differ.find(({ from, to }) => from <= date && date <= to)
    const usual: Kind = works[weekday] ? 'worked' : 'off'
    days.push({ date, day: Number(date.slice(8)), weekday, entry, kind: !entry ? usual : !entry.working ? 'holiday' : works[weekday] ? 'worked' : 'makeup' })
  }
  return days
}
export const isWorked = ({ kind }: Day) => kind === 'worked' || kind === 'makeup'

/** Of each part of two documents the lines that only one of them has. */
export interface Differing {
  name: 'about' | 'hours' | 'days'
  mine: string[]
  theirs: string[]
}
export function compare(mine: Document, theirs: Document, say: { day: (entry: Entry) => string; weekday: (one: Weekday) => string }): Differing[] {
  const lines = (one: Document) => ({
    about: [one.name, one.zone, one.note ?? '', ...(one.sources ?? [])].filter(Boolean),
    hours: weekdays.map((weekday) => `${say.weekday(weekday)} ${hoursOf(one, weekday).join(', ') || '—'}`),
    days: sorted(one.days ?? []).map(say.day),
  })
  const [a, b] = [lines(mine), lines(theirs)]
  return (['about', 'hours', 'days'] as const)
    .map((name) => ({ name, mine: a[name].filter((line) => !b[name].includes(line)), theirs: b[name].filter((line) => !a[name].includes(line)) }))
    .filter((one) => one.mine.length || one.theirs.length)
}
