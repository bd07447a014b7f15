/** What the forms of rules choose from. */
import { computed } from 'vue'
import { get } from '@/api/client'
import { teamChoices } from '@/api/names'
import type { Shape } from '@/api/shapes'
import { Thing } from '@/api/thing'
import { useShippedDays } from '@/calendar/say'
import { optionsOf } from '@/parts/records'
import { may } from '@/session'
import { useWords } from '@/words'
import words from '@/words/text'

/** What a calendar calls itself. */
export function calendarName(row: Shape<'CalendarRow'>): string {
  try {
    return (JSON.parse(row.document ?? '') as { name?: string }).name ?? row.code ?? ''
  } catch {
    return row.code ?? ''
  }
}

/** Calendars by name, for who may see them. */
export function useCalendars() {
  const { named } = useShippedDays()
  const thing = new Thing(() => get('/api/v1/calendars'))
  if (may('promise.read')) void thing.read()
  const options = computed(() => ((thing.value.value?.items ?? []) as Shape<'CalendarRow'>[]).map((row) => ({ value: row.code ?? '', label: named(calendarName(row)) })))
  const say = (code: string | null | undefined) => options.value.find((one) => one.value === code)?.label ?? code ?? ''
  return { options, say }
}

export const teamOptions = () => teamChoices().map(({ code, name }) => ({ value: code, label: name }))

/** The codes that narrow a rule, and what a rule narrows itself to, in words. */
export function useConditions() {
  const { t, word } = useWords()
  const of = (group: 'ticket_kind' | 'priority' | 'channel' | 'tier' | 'complaint_category' | 'clock' | 'pauses') => optionsOf(Object.keys(words.zh[group]), (code) => word(group, code))
  const narrowed = (parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ') || t('policy.all')
  return { of, narrowed }
}
