/** What is masked to one's role, and is shown for a reason: see ShowFor.vue. */
import { computed, shallowRef, watch } from 'vue'
import { may } from '@/session'

/** `of`: what it is shown of. Once that is another, nothing of the one before is shown, and an answer that comes late shows nothing. */
export function useUnmasked<T>(ask: (reason: string) => Promise<T>, of: () => unknown = () => undefined) {
  const clear = shallowRef<T | null>(null)
  /** Whether there is anything to ask for. */
  const masked = computed(() => may('personal.ask') && !may('personal.read') && !clear.value)
  watch(of, () => (clear.value = null), { flush: 'sync' })
  async function show(reason: string): Promise<void> {
    const whose = of()
    const shown = await ask(reason)
    if (of() === whose) clear.value = shown
  }
  return { clear, masked, show }
}
