/** Forms declared as lists of inputs. */

export interface Input {
  name: string
  /** Where it is not what the field is called (fields/text.ts). */
  label?: string
  kind?: 'text' | 'area' | 'select' | 'check' | 'checks' | 'date' | 'instant' | 'number'
  options?: { value: string; label: string }[]
  required?: boolean
  max?: number
  rows?: number
  disabled?: boolean
}
export type Values = Record<string, unknown>

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
