/**
 * Forms declared as lists of inputs. An `outlet`, `team`, `person` or `region` is a code, found by its name; a `time` is a minute of the day, a `span` minutes in the unit that fits, `lines` a list with one
 * entry a line, `parcels` a list of numbers; a `customer` is found and its code kept; a `secret` is kept nowhere, and empty it stays as it is.
 */
import { instantOf } from '@/zone'
import type { Money } from './MoneyInput.vue'

export interface Input {
  name: string
  /** Where it is not what the field is called (fields/text.ts). */
  label?: string
  kind?: 'text' | 'area' | 'lines' | 'select' | 'check' | 'checks' | 'date' | 'instant' | 'number' | 'span' | 'money' | 'time' | 'secret' | 'outlet' | 'team' | 'person' | 'region' | 'customer' | 'parcels'
  /** Of a choice all there are; of a text what is proposed. */
  options?: { value: string; label: string }[]
  /** Below the input: what it does. */
  hint?: string
  /** What nothing means: "any". */
  blank?: string
  /** Whether it is asked at all, by what else the form says. */
  when?: (values: Values) => boolean
  /** It may have come with the program: said in the reader's words until somebody writes their own. */
  shipped?: boolean
  required?: boolean
  max?: number
  rows?: number
  disabled?: boolean
}
export type Values = Record<string, unknown>
export type { Money }

/** 1320: "22:00". */
export function clockOf(minute: unknown): string {
  if (minute === null || minute === undefined || minute === '') return ''
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(Number(minute) / 60))}:${two(Number(minute) % 60)}`
}
/** "22:00": 1320; null where nothing stands there. */
export function minuteOf(clock: string): number | null {
  const [hours, minutes] = clock.split(':').map(Number)
  return clock ? (hours ?? 0) * 60 + (minutes ?? 0) : null
}

/** What stands on the lines of a list that is being written. */
export function linesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).map((line) => String(line).trim()).filter(Boolean)
}

/** A form as the API takes it: an empty text is null; only what the form has. */
export function bodyOf(inputs: Input[], values: Values): Values {
  const body: Values = {}
  for (const input of inputs) {
    if (input.disabled || input.when?.(values) === false) continue
    const value = values[input.name]
    if (input.kind === 'check') body[input.name] = !!value
    else if (input.kind === 'checks' || input.kind === 'parcels') body[input.name] = Array.isArray(value) ? value : []
    else if (input.kind === 'lines') body[input.name] = linesOf(value)
    else if (value === '' || value === undefined || value === null) body[input.name] = null
    else if (input.kind === 'instant') body[input.name] = instantOf(String(value))
    else if (input.kind === 'number' || input.kind === 'span') body[input.name] = Number(value)
    else body[input.name] = value
  }
  return body
}
