/** Something that a person does: whether it is under way, what came of it, what went wrong. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Problem } from '@/api/client'
import { asProblem } from '@/api/page'

export interface Doing {
  busy: Ref<boolean>
  said: Ref<string>
  problem: ShallowRef<Problem | null>
  /** Runs it once at a time; true when it is done. A stale write is handed to `stale`, where there is one. */
  during: (work: () => Promise<unknown>, done?: string, stale?: () => Promise<void>) => Promise<boolean>
}

export function useDoing(): Doing {
  const busy = ref(false)
  const said = ref('')
  const problem = shallowRef<Problem | null>(null)

  async function during(work: () => Promise<unknown>, done = '', stale?: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    said.value = ''
    try {
      await work()
      said.value = done
      return true
    } catch (error) {
      const what = asProblem(error)
      if (what.status === 412 && stale) await stale().catch((again: unknown) => (problem.value = asProblem(again)))
      else problem.value = what
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, said, problem, during }
}
