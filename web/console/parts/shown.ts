/** What an input of a form says, in words. */
import { laneCodeName, outletName, personName, teamName } from '@/api/names'
import { useWords } from '@/words'
import { clockOf, type Input, type Money, type Values } from './inputs'
import { sourceOf } from './shipped'

export function useShown(): (input: Input, from: Values | null | undefined) => string {
  const { t, te, instant, span, money } = useWords()
  const named = { outlet: outletName, team: teamName, person: personName, region: laneCodeName } as const

  return (input, from) => {
    const value = from?.[input.name]
    const label = (one: unknown) => input.options?.find((option) => option.value === one)?.label ?? String(one ?? '')
    if (input.kind === 'check') return t(value ? 'parts.yes' : 'parts.no')
    if (input.kind === 'secret') return ''
    if (input.kind === 'time') return clockOf(value)
    if (input.kind === 'span') return span(value as number | null)
    if (input.kind === 'money') return value ? money(value as Money) : ''
    if (input.kind === 'parcels') return ((value ?? []) as { no: string }[]).map(({ no }) => no).join(' ')
    if (value === null || value === undefined || value === '') return ''
    if (input.shipped) return sourceOf({ t, te }, String(value))
    if (input.kind === 'instant') return instant(String(value), true)
    if (input.kind === 'outlet' || input.kind === 'team' || input.kind === 'person' || input.kind === 'region') return named[input.kind](String(value))
    return Array.isArray(value) ? value.map(label).join(' ') : label(value)
  }
}
