/** Codes of the API in words, times and numbers by locale. */
import { useI18n } from 'vue-i18n'
import { DAY_MS, dateMs, instantMs, sayWall, thisYear, today, wallAt } from './zone'

/** Units of lengths in minutes, the largest first. */
export const units = [{ unit: 'day', size: 1440 }, { unit: 'hour', size: 60 }, { unit: 'minute', size: 1 }] as const
/** The largest unit in which minutes are a whole number. */
export const unitOf = (minutes: number) => (minutes ? units.find(({ size }) => minutes % size === 0) : undefined) ?? units[2]

export function useWords() {
  const { t, te, locale } = useI18n({ useScope: 'global' })

  /** The word of a code; a code that nobody has translated yet is shown as it is. */
  function word(group: string, code: string | null | undefined): string {
    if (!code) return '—'
    const key = `words.${group}.${code}`
    return te(key) ? t(key) : code
  }
  /** A right or a role in words; one that the company made is shown as it is called. */
  function rightName(code: string): string {
    return te(`rights.right.${code}`) ? t(`rights.right.${code}`) : code
  }
  function roleName(code: string): string {
    return te(`rights.role.${code}`) ? t(`rights.role.${code}`) : code
  }
  const tag = () => (locale.value === 'zh' ? 'zh-CN' : 'en-GB')

  /** By the wall clock that the server wrote: the company's zone, wherever the browser stands. In English the month is a word: 11/12 is read in two ways. */
  function instant(value: string | null | undefined, withYear = false): string {
    if (!value) return '—'
    const year = withYear || Number(value.slice(0, 4)) !== thisYear()
    return sayWall(value, tag(), { ...(year ? { year: 'numeric' } : {}), month: locale.value === 'zh' ? '2-digit' : 'short', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  }

  /** "2026年11月22日 周日", and "14:05" of that day. */
  const day = (value: string | null | undefined): string =>
    value ? sayWall(value, tag(), { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }) : '—'
  const clock = (value: string | null | undefined): string =>
    value ? sayWall(value, tag(), { hour: '2-digit', minute: '2-digit' }) : '—'

  /** "2 h ago", "in 3 days": by the largest unit that fits; days are those of the company's calendar, so that "yesterday" was yesterday. */
  function ago(value: string | null | undefined): string {
    if (!value) return '—'
    const at = instantMs(value)
    const seconds = (at - Date.now()) / 1000
    const units: [Intl.RelativeTimeFormatUnit, number][] = [['hour', 3600], ['minute', 60]]
    const format = new Intl.RelativeTimeFormat(tag(), { numeric: 'auto', style: 'short' })
    if (Math.abs(seconds) * 1000 >= DAY_MS) return format.format(Math.round((dateMs(wallAt(at).slice(0, 10)) - dateMs(today())) / DAY_MS), 'day')
    for (const [unit, size] of units) if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit)
    return format.format(Math.round(seconds), 'second')
  }

  /** "3 days", "5 h": a length by the largest unit that fits. */
  function length(ms: number): string {
    const units: [string, number][] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]]
    const [unit, size] = units.find(([, least]) => Math.abs(ms) >= least) ?? ['minute', 60_000]
    return Math.round(Math.abs(ms) / size).toLocaleString(tag(), { style: 'unit', unit, unitDisplay: locale.value === 'zh' ? 'long' : 'short' })
  }

  /** Minutes as people say them, exactly: "7 days", "90 minutes". */
  function span(minutes: number | null | undefined): string {
    if (minutes == null) return '—'
    const { size, unit } = unitOf(minutes)
    return (minutes / size).toLocaleString(tag(), { style: 'unit', unit, unitDisplay: 'long' })
  }

  function number(value: number | null | undefined, digits = 0): string {
    return value == null ? '—' : value.toLocaleString(tag(), { maximumFractionDigits: digits })
  }

  function percent(value: number | null | undefined, digits = 1): string {
    return value == null ? '—' : value.toLocaleString(tag(), { style: 'percent', maximumFractionDigits: digits })
  }

  function money(value: { amount?: number | null; currency?: string | null } | null | undefined): string {
    if (value?.amount == null) return '—'
    return (value.amount / 100).toLocaleString(tag(), { style: 'currency', currency: value.currency ?? 'CNY' })
  }

  /** Of a pair in both languages, the one that is read now. */
  function either(zh: string | null | undefined, en: string | null | undefined): string {
    return (locale.value === 'zh' ? zh || en : en || zh) || '—'
  }

  return { t, te, word, instant, day, clock, length, span, ago, number, percent, money, either, rightName, roleName, locale }
}
