/** The steps of a complaint, as the server knows them: what each asks before the next. */
import type { ValueOf } from '@/api/shapes'

export type Step = ValueOf<'Complaint', 'step'>
export const steps: Step[] = ['registered', 'classified', 'investigating', 'proposed', 'told', 'confirmed', 'closed', 'reviewed']
export const nextOf = (step: Step): Step | undefined => steps[steps.indexOf(step) + 1]
/** From these one may go back to investigating. */
export const goesBack = (step: Step): boolean => ['proposed', 'told', 'confirmed', 'closed'].includes(step)

export type FactName = 'category' | 'cause' | 'value' | 'findings' | 'founded' | 'founded_why' | 'proposal' | 'satisfaction' | 'satisfaction_note' | 'review'
/** Which facts are written while it is at a step; those of earlier ones can be mended too. */
export const factsOf: Record<Step, FactName[]> = {
  registered: ['category', 'cause', 'value'],
  classified: [],
  investigating: ['findings', 'founded', 'founded_why', 'proposal'],
  proposed: [],
  told: ['satisfaction', 'satisfaction_note'],
  confirmed: [],
  closed: ['review'],
  reviewed: [],
}
