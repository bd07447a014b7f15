/** What is searched for in a list may be of a person: it stands in no address, but with the page's place in the history, so that going back finds it again. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { me } from '@/session'

interface Kept {
  who?: string | null
  words?: string
}

/** To be called before the list that reads `searched` is made; `keep` what was typed when it is searched for. */
export function useSought(): { typed: Ref<string>; searched: Ref<string>; keep: () => void } {
  const route = useRoute()
  const name = route.name
  const typed = ref('')
  const searched = ref('')
  const write = () => history.replaceState({ ...history.state, sought: { who: me.value?.login, words: searched.value } satisfies Kept }, '')
  function restore(): void {
    const kept = (history.state as { sought?: Kept } | null)?.sought
    if (kept?.who === me.value?.login && kept?.words !== undefined) typed.value = searched.value = kept.words
    else if (searched.value) write()
  }
  restore()
  onScopeDispose(watch(() => route.fullPath, () => route.name === name && restore(), { flush: 'sync' }))
  function keep(): void {
    searched.value = typed.value.trim()
    write()
  }
  return { typed, searched, keep }
}
