/** Forms declared as lists of inputs. An `outlet`, `team` or `person` is a code, found by its name; a `time` is a minute of the day; a `secret` is kept nowhere, and empty it stays as it is. */

export interface Input {
  name: string
  /** Where it is not what the field is called (fields/text.ts). */
  label?: string
  kind?: 'text' | 'area' | 'select' | 'check' | 'checks' | 'date' | 'instant' | 'number' | 'time' | 'secret' | 'outlet' | 'team' | 'person'
  options?: { value: string; label: string }[]
  required?: boolean
  max?: number
  rows?: number
  disabled?: boolean
}
export type Values = Record<string, unknown>

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

/** A form as the API takes it: an empty text is null; only what the form has. */
export function bodyOf(inputs: Input[], values: Values): Values {
  const body: Values = {}
  for (const input of inputs) {
    if (input.disabled) continue
    const value = values[input.name]
    if (input.kind === 'check') body[input.name] = !!value
    else if (input.kind === 'checks') body[input.name] = Array.isArray(value) ? value : []
    else if (value === '' || value === undefined || value === null) body[input.name] = null
    else if (input.kind === 'instant' && typeof value === 'string' && !/[Z+]|-\d\d:\d\d$/.test(value.slice(10))) body[input.name] = new Date(value).toISOString()
    else if (input.kind === 'number') body[input.name] = Number(value)
    else body[input.name] = value
  }
  return body
}
