/** What changes on the server, as it happens: one stream for the whole console. */
import { onScopeDispose, ref } from 'vue'

const names = ['waybill.changed', 'watch.finding_opened', 'watch.finding_closed', 'ticket.changed', 'ticket.looking', 'incident.changed', 'claim.changed', 'reset'] as const
export type Change = (typeof names)[number]
type Listener = (change: Change, data: Record<string, unknown>) => void

const listeners = new Set<Listener>()
let stream: EventSource | undefined
let timer: ReturnType<typeof setTimeout> | undefined
const AGAIN_MS = 15_000
/** Whether what is seen is live. */
export const live = ref(false)

function tell(change: Change, data: Record<string, unknown>): void {
  for (const listener of listeners) listener(change, data)
}
function hear(change: Change, event: MessageEvent<string>): void {
  let data: Record<string, unknown> = {}
  try {
    data = JSON.parse(event.data) as Record<string, unknown>
  } catch {
    /* an event without data says all by its name */
  }
  tell(change, data)
}

/** A browser goes back by itself to a server that is away; where it was refused (the session is over, a proxy answers for the server) it gives up, and is told to ask again. */
export function openFeed(): void {
  clearTimeout(timer)
  if (stream && stream.readyState !== EventSource.CLOSED) return
  const missed = stream !== undefined
  stream = new EventSource('/api/v1/feed')
  stream.onopen = () => {
    live.value = true
    if (missed) tell('reset', {})
  }
  stream.onerror = () => {
    live.value = false
    if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(openFeed, AGAIN_MS)
  }
  for (const name of names) stream.addEventListener(name, (event) => hear(name, event as MessageEvent<string>))
}

export function closeFeed(): void {
  clearTimeout(timer)
  stream?.close()
  stream = undefined
  live.value = false
}

/** Calls `run` at most once in `pause` ms after changes that `wanted` takes; ends with the component. */
export function onChange(wanted: (change: Change, data: Record<string, unknown>) => boolean, run: () => void, pause = 600): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const listener: Listener = (change, data) => {
    if (timer || (change !== 'reset' && !wanted(change, data))) return
    timer = setTimeout(() => {
      timer = undefined
      run()
    }, pause)
  }
  listeners.add(listener)
  onScopeDispose(() => {
    listeners.delete(listener)
    clearTimeout(timer)
  })
}
