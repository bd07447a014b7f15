/** What is masked to one's role, and is shown for a reason: see ShowFor.vue. */
import { computed, shallowRef } from 'vue'
import { may } from '@/session'

export function useUnmasked<T>(ask: (reason: string) => Promise<T>) {
  const clear = shallowRef<T | null>(null)
  /** Whether there is anything to ask for. */
  const masked = computed(() => may('personal.ask') && !may('personal.read') && !clear.value)
  const show = async (reason: string): Promise<void> => void (clear.value = await ask(reason))
  return { clear, masked, show }
}
