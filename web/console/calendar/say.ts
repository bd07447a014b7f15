/** Days and hours of calendars in words, and where in a form the server's objection belongs. */
import { Problem } from '@/api/client'
import { useWords } from '@/words'
import { sayWall } from '@/zone'
import catalogue from './text'
import { weekdays, type Entry, type Span, type Weekday } from './calendar'

/** What came with the program, in the words of whoever reads it: the names of holidays, of which a day may have several, and of calendars; what a company wrote stays as it is. */
export function useShippedDays() {
  const { t, locale } = useWords()
  const names = Object.entries(catalogue.zh.shipped.names)
  function named(name: string): string {
    const keys = name.split('、').map((one) => names.find(([, shipped]) => shipped === one)?.[0])
    return keys.every(Boolean) ? keys.map((key) => t(`calendar.shipped.names.${key}`)).join(locale.value === 'zh' ? '、' : ', ') : name
  }
  const noted = (note: string | undefined) => (note === catalogue.en.shipped.note ? t('calendar.shipped.note') : (note ?? ''))
  return { named, noted }
}

export function useCalendarWords() {
  const { t, locale } = useWords()
  const { named, noted } = useShippedDays()
  const tag = () => (locale.value === 'zh' ? 'zh-CN' : 'en-GB')
  const date = (text: string, style: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }) => (text ? sayWall(text, tag(), style) : '')
  /** "Mon", of 0 to 6. */
  const weekdayAt = (at: number, width: 'narrow' | 'short' = 'short') => date(`2024-01-0${at + 1}`, { weekday: width })
  const weekday = (one: Weekday) => weekdayAt(weekdays.indexOf(one))
  const range = ({ from, to }: Entry) => (from === to ? date(from) : `${date(from)} – ${date(to)}`)
  const kind = (entry: Entry) => t(entry.working ? 'calendar.makeup' : 'calendar.holiday')
  const day = (entry: Entry) => [range(entry), named(entry.name), kind(entry), entry.provisional ? t('calendar.provisional') : ''].filter(Boolean).join(' · ')
  /** A week in as few words as it takes: "Mon – Fri 09:00-18:00". */
  function week(hours: Span[]): string {
    const of = weekdays.map((one) => hours.filter((span) => span.weekdays.includes(one)).map(({ from, to }) => `${from}-${to}`).sort().join(', '))
    const runs: { from: number; to: number; text: string }[] = []
    of.forEach((text, at) => {
      const last = runs[runs.length - 1]
      if (last?.text === text) last.to = at
      else runs.push({ from: at, to: at, text })
    })
    return runs.filter(({ text }) => text).map(({ from, to, text }) => `${weekdayAt(from)}${to > from ? ` – ${weekdayAt(to)}` : ''} ${text}`).join(' · ') || t('calendar.never')
  }
  return { t, date, weekday, weekdayAt, range, kind, day, week, named, noted, locale }
}

/** The same problem, of a field that the form has. */
const at = (problem: Problem, field: string) =>
  new Problem(problem.status, { code: problem.code, detail: problem.message, field, ...(problem.hint ? { hint: problem.hint } : {}), ...(problem.requestId ? { request_id: problem.requestId } : {}) })

/** Of "hours[3].from": the day of the week that it stands for. */
export async function ofWeek(spans: Span[], work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const place = error instanceof Problem ? /^hours\[(\d+)\]/.exec(error.field ?? '') : null
    throw place ? at(error as Problem, spans[Number(place[1])]?.weekdays[0] ?? 'hours') : error
  })
}
/** Of "days[3].name": name; what is wrong with an entry as a whole is wrong with its first day. */
export async function ofEntry(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const place = error instanceof Problem ? /^days(?:\[\d+\](?:\.(\w+))?)?$/.exec(error.field ?? '') : null
    throw place ? at(error as Problem, place[1] ?? 'from') : error
  })
}
/** Of "days[3].name": which entry, and which field of it. */
export function placeOf(error: unknown): { entry: number; field: string } | null {
  const place = error instanceof Problem ? /^days\[(\d+)\](?:\.(\w+))?/.exec(error.field ?? '') : null
  return place ? { entry: Number(place[1]), field: place[2] ?? 'from' } : null
}
