/** Reasons for which promises may be changed: read once for a page. */
import { computed } from 'vue'
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { Thing } from '@/api/thing'
import { useWords } from '@/words'

export type Reason = Shape<'PromiseReason'>

export function useReasons(allowed = true) {
  const { either } = useWords()
  const thing = new Thing(() => get('/api/v1/promise-reasons'))
  if (allowed) void thing.read()
  const reasons = computed(() => (thing.value.value?.items ?? []) as Reason[])
  const reasonOf = (code: string | null | undefined) => reasons.value.find((one) => one.code === code)
  /** What customers are told; the code where it may not be seen. */
  const reasonName = (code: string | null | undefined) => {
    const found = reasonOf(code)
    return found ? either(found.name_zh, found.name_en) : code || '—'
  }
  return { reasons, reasonOf, reasonName }
}
