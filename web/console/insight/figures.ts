/** What the pages of figures share: spans, and a value in its unit. */
import { laneName, regionName } from '@/api/names'
import type { Shape } from '@/api/shapes'
import { DAY_MS, dateMs, dateText, today } from '@/zone'

export type Info = Shape<'FigureInfo'>
export type Row = Shape<'FigureRow'>

/** The last `days` days, or as many before those. */
export function span(days: number, periodsBack = 0): { from: string; to: string } {
  const end = dateMs(today()) - periodsBack * days * DAY_MS
  return { from: dateText(end - (days - 1) * DAY_MS), to: dateText(end) }
}

export function inUnit(value: number | null | undefined, unit: string | null | undefined, say: { number: (v: number | null | undefined, d?: number) => string; percent: (v: number | null | undefined, d?: number) => string }): string {
  return unit === 'ratio' ? say.percent(value) : say.number(value, unit === 'days' ? 2 : 0)
}

/** What stands in the row. A count has no denominator; a ratio of nothing has no value. */
export function valueOf(row: Row | undefined): number | null {
  return row?.value ?? row?.mean ?? (row?.denominator == null ? (row?.numerator ?? null) : null)
}

/** What a row of a breakdown is called: regions and lanes have names, the rest is as it stands. */
export function nameOf(by: string, code: string | null | undefined): string {
  if (!code) return ''
  if (by === 'lane') return laneName(code)
  return by === 'origin' || by === 'destination' ? regionName(code) : code
}
