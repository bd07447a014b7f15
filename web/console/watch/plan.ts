/** A contingency plan as a form has it: each step knows which it waits for by a key of its own, so that steps can change their order. */
import { outletName } from '@/api/names'
import type { Shape, ValueOf } from '@/api/shapes'
import type { Input, Values } from '@/parts/inputs'
import { useWords } from '@/words'

export type Plan = Shape<'WatchPlan'>
type Step = Shape<'PlanStep'>
export interface StepForm {
  key: number
  action: ValueOf<'PlanStep', 'action'>
  text: string
  text_zh: string
  outlet: string
  minutes: number | null
  /** Key of the step that must be done before; 0: none. */
  after: number
}
export interface PlanForm {
  code: string
  name: string
  name_zh: string
  steps: StepForm[]
  version: number
}
export const MOST_STEPS = 20

const stepOf = (step: Step, at: number): StepForm => ({
  key: at + 1, action: step.action, text: step.text ?? '', text_zh: step.text_zh ?? '', outlet: step.outlet ?? '', minutes: step.minutes ?? null, after: step.after ?? 0,
})
export const emptyStep = (steps: StepForm[]): StepForm => stepOf({ action: 'notify_customer' } as Step, Math.max(0, ...steps.map(({ key }) => key)))
export const formOf = (plan: Plan | null): PlanForm => ({
  code: plan?.code ?? '', name: plan?.name ?? '', name_zh: plan?.name_zh ?? '', version: plan?.version ?? 0, steps: (plan?.steps ?? [{ action: 'notify_customer' } as Step]).map(stepOf),
})
/** As the API takes it: which step is waited for is said by its place. */
export function bodyOf({ code, name, name_zh, steps }: PlanForm): Plan {
  const place = (key: number) => steps.findIndex((one) => one.key === key) + 1
  return {
    code, name, name_zh,
    steps: steps.map((one) => ({ action: one.action, text: one.text || null, text_zh: one.text_zh || null, outlet: one.action === 'handoff' && one.outlet ? one.outlet : null, minutes: one.minutes, after: place(one.after) || null })),
  } as Plan
}
/** Moves a step up or down. */
export function shift(steps: StepForm[], at: number, by: number): void {
  const [one] = steps.splice(at, 1)
  if (one) steps.splice(at + by, 0, one)
}
/** A step that is gone is waited for by none. */
export function without(steps: StepForm[], at: number): void {
  const [gone] = steps.splice(at, 1)
  for (const one of steps) if (one.after === gone?.key) one.after = 0
}

/** What each step says, a line each; and inputs that name them, for what shows versions side by side. */
export function usePlanWords() {
  const { t, word, either, span } = useWords()
  const line = (step: Step): string =>
    [
      `${word('action', step.action)}${step.action === 'handoff' ? ` → ${step.outlet ? outletName(step.outlet) : t('watch.plan_where')}` : ''}`, either(step.text_zh, step.text),
      step.after ? t('watch.after', { n: step.after }) : '', step.minutes ? t('watch.within', { span: span(step.minutes) }) : '',
    ].filter((part) => part && part !== '—').join(' · ')
  const shape = (plan: Plan): Values => ({ name: plan.name, name_zh: plan.name_zh, version: plan.version, ...Object.fromEntries(plan.steps.map((step, at) => [`step${at + 1}`, line(step)])) })
  const inputs = (): Input[] => [
    { name: 'name_zh', label: t('watch.name_zh') }, { name: 'name', label: t('watch.name') },
    ...[...Array(MOST_STEPS).keys()].map((at) => ({ name: `step${at + 1}`, label: t('watch.step_n', { n: at + 1 }) })),
  ]
  return { line, shape, inputs }
}
