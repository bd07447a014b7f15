/** What a draft of rules asks, and how its state looks. */
import type { Input } from '@/parts/inputs'
import type { Tone } from '@/parts/tone'

export const ruleInputs = (t: (key: string) => string): Input[] => [
  { name: 'why', label: t('claim.rules.why'), max: 300 },
  { name: 'text', label: t('claim.rules.text'), kind: 'area', rows: 20, required: true, max: 40_000, hint: t('claim.rules.checked') },
]
export const ruleTone = (state: string | null | undefined): Tone => (state === 'draft' ? 'warn' : 'good')
