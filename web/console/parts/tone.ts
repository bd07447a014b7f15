/** Which tone a code has. */
export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'none'

const severities: Record<string, Tone> = { low: 'none', medium: 'warn', high: 'bad', critical: 'bad' }
const priorities: Record<string, Tone> = { low: 'none', normal: 'none', high: 'warn', urgent: 'bad' }
const ended = new Set(['delivered', 'delivered_after_exception', 'delivered_to_agent', 'collected_by_consignee'])
const back = new Set(['returning', 'returned', 'cancelled', 'terminated'])

export const severityTone = (code: string | null | undefined): Tone => severities[code ?? ''] ?? 'none'
export const priorityTone = (code: string | null | undefined): Tone => priorities[code ?? ''] ?? 'none'
export const stageTone = (code: string | null | undefined): Tone => (ended.has(code ?? '') ? 'good' : back.has(code ?? '') ? 'warn' : 'calm')
export const isEnded = (stage: string | null | undefined): boolean => ended.has(stage ?? '') || ['returned', 'cancelled', 'terminated'].includes(stage ?? '')
