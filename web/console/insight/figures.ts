/** What the pages of figures share: spans, a value in its unit, and the list that stands behind a row. */
import type { RouteLocationRaw } from 'vue-router'
import { laneName, outletName, productName, regionName } from '@/api/names'
import type { Shape } from '@/api/shapes'
import type { Tone } from '@/parts/tone'
import { may } from '@/session'
import { DAY_MS, dateMs, dateText, dayAfter, today } from '@/zone'

export type Info = Shape<'FigureInfo'>
export type Row = Shape<'FigureRow'>
export interface Span {
  from?: string
  to?: string
}

/** The last `days` days, or as many before those. */
export function span(days: number, periodsBack = 0): { from: string; to: string } {
  const end = dateMs(today()) - periodsBack * days * DAY_MS
  return { from: dateText(end - (days - 1) * DAY_MS), to: dateText(end) }
}

/** What standing figures have no days for. */
export const isStanding = (info: Info | null | undefined): boolean => info?.booked === 'what stands now'

interface Say {
  number: (v: number | null | undefined, d?: number) => string
  percent: (v: number | null | undefined, d?: number) => string
  money: (v: { amount?: number | null }) => string
}
export function inUnit(value: number | null | undefined, unit: string | null | undefined, say: Say): string {
  if (unit === 'ratio') return say.percent(value)
  if (unit === 'minor units per parcel') return say.money({ amount: value ?? null })
  return say.number(value, unit === 'days' ? 2 : unit?.startsWith('per ') ? 1 : 0)
}
/** Under what the unit is found among the words. */
export const unitKey = (unit: string | null | undefined): string => (unit ?? '').replaceAll(' ', '_')

/** What stands in the row. A count has no denominator; a ratio of nothing has no value. */
export function valueOf(row: Row | undefined): number | null {
  return row?.value ?? row?.mean ?? (row?.denominator == null ? (row?.numerator ?? null) : null)
}

/** Whether it went the better way. */
export function toneOf(info: Info, now: number | null | undefined, before: number | null | undefined): Tone {
  if (now == null || before == null || now === before || info.good === 'neither') return 'none'
  return (now > before) === (info.good === 'high') ? 'good' : 'bad'
}

/** What a row of a breakdown is called; a carrier, a courier and a day as they stand. */
export function nameOf(by: string, code: string | null | undefined, word: (group: string, code: string) => string): string {
  if (!code) return ''
  if (code === 'unknown') return word('by', code)
  if (by === 'all' || by === 'exception') return word(by === 'all' ? 'by' : by, code)
  if (by === 'lane') return laneName(code)
  if (by === 'outlet' || by === 'hub') return outletName(code)
  if (by === 'product') return productName(code)
  return by === 'origin' || by === 'destination' ? regionName(code) : code
}

/** A day or a month is a narrower span, not a value; a month of which the span has a part is that part. */
export function narrowed(by: string, value: string, within: Span): Span {
  if (by === 'day') return { from: value, to: value }
  if (by !== 'month') return within
  const [year, month] = value.split('-').map(Number)
  const [first, last] = [`${value}-01`, dateText(Date.UTC(year ?? 0, month ?? 1, 0))]
  return { from: within.from && within.from > first ? within.from : first, to: within.to && within.to < last ? within.to : last }
}

const rights: Record<string, string> = { days: 'figure.read', waybills: 'waybill.read', complaints: 'complaint.read', claims: 'claim.read', tickets: 'ticket.read' }
export const mayOpen = (info: Info): boolean => may(rights[info.behind ?? 'days'])
/** Whether the list is shown on the figure's own page. */
export const isHere = (info: Info): boolean => info.behind === 'days' || info.behind === 'complaints'

function placed(by: string, value: string): Record<string, string> {
  if (by === 'lane') return Object.fromEntries(value.split('>').map((region, at) => [at ? 'destination' : 'origin', region]).filter(([, region]) => region && region !== '?'))
  return ['carrier', 'outlet', 'origin', 'destination'].includes(by) && value !== 'unknown' ? { [by]: value } : {}
}
/** The page of the list that stands behind a row, with what it can be narrowed by. */
export function listOf(info: Info, by: string, value: string, within: Span): RouteLocationRaw {
  const { from, to } = narrowed(by, value, within)
  if (info.behind === 'claims') {
    const days = { ...(from ? { from } : {}), ...(to ? { until: dayAfter(to) } : {}) }
    return { name: 'claims', query: { ...days, ...(by === 'outlet' ? { outlet: value === 'unknown' ? 'none' : value } : {}) } }
  }
  if (info.behind === 'tickets') {
    const clock = info.name === 'first_answer_kept' ? 'answered' : 'resolved'
    return { name: 'desk', query: { ...(from ? { [`${clock}_from`]: from } : {}), ...(to ? { [`${clock}_until`]: to } : {}), ...placed(by, value) } }
  }
  const exception = by === 'exception' ? { exception: value } : { troubled: 'true' }
  return { name: 'waybills', query: { ...(info.quiet_since ? { quiet_since: info.quiet_since } : exception), ...placed(by, value) } }
}
