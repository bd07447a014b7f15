/** What changes on the server, as it happens: one connection for all pages of a browser, and what each page does about it. */
import { onScopeDispose, ref } from 'vue'
import type { Said, Told } from './feed.worker'
import { hears, type Hears, type Live } from './hears'
import { Stream, type About, type Change } from './stream'

type Listener = (change: Change, about: About) => void
const listeners = new Set<Listener>()
/** What the page that is open reads again. */
const readers = new Set<() => void>()
/** Whether what is seen is live. */
export const live = ref(false)
let port: MessagePort | undefined
let own: Stream | undefined
let listens = ''

function tell(change: Change, about: About): void {
  for (const listener of listeners) listener(change, about)
}
const say = (said: Said) => port?.postMessage(said)

/** Where no worker can be shared (some phones), a page has a connection while it is in sight. */
function alone(): void {
  port = undefined
  own = new Stream(tell, (stands) => (live.value = stands))
  document.addEventListener('visibilitychange', () => (document.hidden || !listens ? own?.close() : own?.open()))
  if (listens && !document.hidden) own.open()
}
function share(): void {
  const worker = new SharedWorker(new URL('./feed.worker.ts', import.meta.url), { type: 'module', name: 'parceldesk.feed' })
  worker.onerror = () => own ?? alone()
  port = worker.port
  port.onmessage = ({ data }: MessageEvent<Told>) => ('live' in data ? void (live.value = data.live) : tell(data.change, data.about))
  window.addEventListener('pagehide', () => say({ does: 'leave' }))
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !listens) return
    say({ does: 'join', who: listens })
    tell('reset', {})
  })
}

/** Listens as this person. */
export function openFeed(who: string): void {
  listens = who
  if (!port && !own) 'SharedWorker' in window ? share() : alone()
  else own?.open()
  say({ does: 'join', who })
}

/** The person signed out, here and so on every page of the browser. */
export function closeFeed(): void {
  listens = ''
  say({ does: 'end' })
  own?.forget()
  live.value = false
}

/** Who hears of no changes reads again what the page shows, when they like; false where the page reads nothing again. */
export function readAgain(): boolean {
  for (const run of readers) run()
  return readers.size > 0
}

/** Calls `run` after the changes that the page of this name hears (hears.ts) and `wanted` takes, or as often as it asks by itself: never before the last call is done, nor more than once in its pause, nor while nobody sees it. Ends with the component. */
export function onChange(name: Live, run: () => unknown, wanted: (about: About, change: Change) => boolean = () => true): void {
  const { changes, pause = 1000, every }: Hears = hears[name]
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = false
  let busy = false
  let ended = false
  const later = (ms: number) => {
    if (!ended) timer ??= setTimeout(() => void go(), ms)
  }
  async function go(): Promise<void> {
    timer = undefined
    if (busy || document.hidden) return void (due = true)
    due = false
    busy = true
    try {
      await run()
    } catch {
      /* what could not be read is read after the next change */
    }
    busy = false
    if (due) later(pause)
    else if (every) later(every)
  }
  const listener: Listener = (change, about) => {
    if (change === 'reset' || (changes.includes(change) && wanted(about, change))) later(pause)
  }
  const seen = () => (!document.hidden && due ? later(0) : undefined)
  const asked = () => later(0)
  listeners.add(listener)
  readers.add(asked)
  document.addEventListener('visibilitychange', seen)
  if (every) later(every)
  onScopeDispose(() => {
    listeners.delete(listener)
    readers.delete(asked)
    document.removeEventListener('visibilitychange', seen)
    clearTimeout(timer)
    ended = true
  })
}
