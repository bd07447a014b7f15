/** How an agent says that they are there: what was chosen is said again and again, until one leaves. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { me } from '@/session'

export const statuses = ['available', 'busy', 'away', 'offline'] as const
export type Status = (typeof statuses)[number]

const BEAT_MS = 20_000
/** Another page of this browser that closed has said "offline" for the session of all: its word goes first. */
const AFTER_ANOTHER_MS = 1000
const kept = () => `parceldesk.presence.${me.value?.login ?? ''}`

function chosenBefore(): Status {
  const value = localStorage.getItem(kept())
  return statuses.find((one) => one === value) ?? 'offline'
}

export interface Presence {
  chosen: Ref<Status>
  /** What the server answered last; null: nothing was said yet. */
  heard: ShallowRef<Shape<'Agent'> | null>
  /** The last thing said did not reach the server. */
  unheard: Ref<boolean>
  choose: (status: Status) => Promise<void>
  /** Before one signs out. */
  leave: () => Promise<void>
}

export function usePresence(): Presence {
  const chosen = ref<Status>(chosenBefore())
  const heard = shallowRef<Shape<'Agent'> | null>(null)
  const unheard = ref(false)
  const pages = new BroadcastChannel('parceldesk.presence')
  let timer: ReturnType<typeof setInterval> | undefined
  let turn = Promise.resolve()

  async function put(): Promise<void> {
    try {
      heard.value = await ask('put', '/api/v1/desk/presence', { body: { status: chosen.value }, fleeting: true })
      unheard.value = false
    } catch {
      unheard.value = true
    }
  }
  /** One after the other, so that what was chosen last is what the server hears last. */
  const say = () => (turn = turn.then(put))
  const beat = () => (chosen.value === 'offline' ? undefined : void say())

  function choose(status: Status): Promise<void> {
    chosen.value = status
    localStorage.setItem(kept(), status)
    return say()
  }
  async function leave(): Promise<void> {
    const wasThere = chosen.value !== 'offline'
    localStorage.removeItem(kept())
    chosen.value = 'offline'
    if (wasThere) await say()
  }
  /** The page goes: what was chosen stays for when it comes again. */
  function go(): void {
    if (chosen.value === 'offline') return
    void ask('put', '/api/v1/desk/presence', { body: { status: 'offline' }, keepalive: true, fleeting: true }).catch(() => undefined)
    pages.postMessage('gone')
  }
  function otherPageChose(event: StorageEvent): void {
    if (event.key === kept()) chosen.value = chosenBefore()
  }
  function comeBack(event: PageTransitionEvent): void {
    if (event.persisted) beat()
  }
  pages.onmessage = () => setTimeout(beat, AFTER_ANOTHER_MS)
  onMounted(() => {
    beat()
    timer = setInterval(beat, BEAT_MS)
    window.addEventListener('pagehide', go)
    window.addEventListener('pageshow', comeBack)
    window.addEventListener('storage', otherPageChose)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    pages.close()
    window.removeEventListener('pagehide', go)
    window.removeEventListener('pageshow', comeBack)
    window.removeEventListener('storage', otherPageChose)
  })
  return { chosen, heard, unheard, choose, leave }
}
