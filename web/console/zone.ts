/**
 * Dates and times, all of them: nothing else in the console asks the browser's clock for a day or an hour. What is said and what is typed is the wall clock of the company's zone, wherever the browser
 * stands. Of an hour that summer time repeats the first is meant, of one that it skips the instant the gap ends (src/base/zone.c).
 */
import { computed, shallowRef } from 'vue'

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone
/** Until somebody has signed in the company's zone is not known. */
const known = shallowRef<string | null>(null)
export const zone = computed(() => known.value ?? browserZone())
export const liveIn = (name: string | null | undefined): void => void (known.value = name ?? null)

/** Milliseconds east of UTC; a zone is a name, or an offset such as +08:00. */
function offsetMs(at: number, name: string): number {
  if (/^z$/i.test(name)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(name) ?? []
  if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: name, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at / 1000) * 1000
}
const wallText = (at: number, name: string) => new Date(at + offsetMs(at, name)).toISOString()

/** "2026-11-23T06:10": the wall clock at an instant, as a field of that kind has it. */
export const wallAt = (at: number): string => wallText(at, zone.value).slice(0, 16)
/** "20261123061015": the same to the second, as a number. */
export const secondAt = (at: number): string => wallText(at, zone.value).slice(0, 19).replace(/\D/g, '')
/** The instant of what was typed, as the server takes it; what has an offset is one already, and what is no time stays as it is: the server says so. */
export function instantOf(text: string): string {
  if (/(Z|[+-]\d\d:\d\d)$/i.test(text.slice(10))) return text
  const local = Date.parse(`${wallOf(text)}:00Z`)
  if (Number.isNaN(local)) return text
  const [before, after] = [offsetMs(local - DAY_MS, zone.value), offsetMs(local + DAY_MS, zone.value)]
  const holds = (offset: number) => offsetMs(local - offset, zone.value) === offset
  if (holds(before)) return instantText(local - before)
  if (holds(after)) return instantText(local - after)
  return instantText(gapEnd(local - after, local - before))
}
/** The first instant after a change of the clocks that lies between two. */
function gapEnd(from: number, to: number): number {
  const old = offsetMs(from, zone.value)
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000
    if (offsetMs(middle, zone.value) === old) from = middle
    else to = middle
  }
  return to
}
/** The same of what the server said, which is by the wall clock, or of what was typed. */
export const wallOf = (text: string | null | undefined): string => (text ?? '').slice(0, 16)
/** "2026-11-23": today in the company's zone, or in another. */
export const today = (name = zone.value): string => wallText(Date.now(), name).slice(0, 10)
/** What the company's clock says. */
export const clockNow = (): string => wallAt(Date.now()).slice(11)
export const thisYear = (name?: string): number => Number(today(name).slice(0, 4))
/** Whether the browser's clock differs from the company's now, or half a year from now. */
export const isElsewhere = computed(() => [0, 182 * DAY_MS].some((on) => offsetMs(Date.now() + on, zone.value) !== offsetMs(Date.now() + on, browserZone())))

/** Milliseconds since 1970 of an instant that the server said. */
export const instantMs = (text: string | null | undefined): number => new Date(text ?? 0).getTime()
/** An instant as the server takes it. */
export const instantText = (at: number): string => new Date(at).toISOString()

/** A date's place on a line of days, in milliseconds from 1970-01-01; NaN: no date. */
export const dateMs = (text: string): number => Date.parse(`${text}T00:00:00Z`)
export const dateText = (at: number): string => new Date(at).toISOString().slice(0, 10)
/** What is no date stays as it is: the server says what is wrong with it. */
export const dayAfter = (text: string): string => (Number.isNaN(dateMs(text)) ? text : dateText(dateMs(text) + DAY_MS))
/** Monday is 0. */
export const weekdayOf = (at: number): number => (((Math.floor(at / DAY_MS) + 3) % 7) + 7) % 7
/** A date, or a time of the wall clock, in words. */
export const sayWall = (text: string, language: string, style: Intl.DateTimeFormatOptions): string =>
  new Date(text.length > 10 ? `${text.slice(0, 16)}:00Z` : `${text}T00:00:00Z`).toLocaleString(language, { timeZone: 'UTC', hour12: false, ...style })
