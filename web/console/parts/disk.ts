/**
 * What a person has begun, by name: at hand for the page, and a moment later on this browser's disk, where no crash takes it (`strict`: written through before it counts as kept).
 * Read when they sign in, gone when anybody signs out here. Where the browser keeps nothing it lasts as long as the page.
 */
import { shallowReactive } from 'vue'

interface Draft {
  owner: string
  name: string
  text: string
}
const STORE = 'drafts'
const PAUSE_MS = 300
/** As it stands on this page, and as the disk has it. */
const begun = shallowReactive(new Map<string, string>())
const kept = shallowReactive(new Map<string, string>())
/** What the disk was not asked to take yet. */
const changed = new Set<string>()
let owner = ''
let disk: IDBDatabase | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/* Where drafts were kept before: what is left there would outlast every sign-out. */
for (const key of Object.keys(localStorage)) if (key.startsWith('parceldesk.draft.')) localStorage.removeItem(key)

const opened = new Promise<void>((resolve) => {
  const asked = indexedDB.open('parceldesk', 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ['owner', 'name'] })
  asked.onerror = () => resolve()
  asked.onsuccess = () => {
    disk = asked.result
    disk.onclose = () => (disk = null)
    resolve()
  }
}).catch(() => undefined)

/** Does something to what is on the disk; when it is over, done or not. */
function change(work: (drafts: IDBObjectStore) => void): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    if (!disk) return resolve(false)
    const turn = disk.transaction(STORE, 'readwrite', { durability: 'strict' })
    turn.oncomplete = () => resolve(true)
    turn.onabort = () => resolve(false)
    work(turn.objectStore(STORE))
    // Also where the page goes before the disk has answered.
    turn.commit()
  }).catch(() => false)
}

/* The tabs of a browser hear of each other's drafts; who signed out in one has none in the others. */
type News = { owner: string; texts: Map<string, string | undefined> } | 'gone'
const tabs = new BroadcastChannel('parceldesk.drafts')
function put(into: Map<string, string>, texts: Map<string, string | undefined>): void {
  for (const [name, text] of texts) {
    if (text === undefined) into.delete(name)
    else into.set(name, text)
  }
}
tabs.onmessage = ({ data }: MessageEvent<News>) => {
  if (data === 'gone') empty()
  else if (data.owner === owner) for (const map of [begun, kept]) put(map, data.texts)
}
/** From here on nothing is kept, until somebody's drafts are opened. */
function empty(): void {
  owner = ''
  clearTimeout(timer)
  timer = undefined
  changed.clear()
  begun.clear()
  kept.clear()
}

/** Asks the disk to take what it has not yet; when it is over. */
export async function flushDrafts(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  if (!owner || !changed.size) return
  const news = { owner, texts: new Map([...changed].map((name) => [name, begun.get(name)])) }
  changed.clear()
  const done = await change((drafts) => {
    for (const [name, text] of news.texts) text === undefined ? drafts.delete([owner, name]) : drafts.put({ owner, name, text } satisfies Draft)
  })
  if (news.owner !== owner) return
  if (!done) return news.texts.forEach((_, name) => changed.add(name))
  put(kept, news.texts)
  tabs.postMessage(news)
}
window.addEventListener('pagehide', () => void flushDrafts())

async function read(): Promise<void> {
  await opened
  const found = await new Promise<Draft[]>((resolve) => {
    if (!disk) return resolve([])
    const asked = disk.transaction(STORE).objectStore(STORE).getAll(IDBKeyRange.bound([owner], [owner, []]))
    asked.onsuccess = () => resolve(asked.result as Draft[])
    asked.onerror = () => resolve([])
  }).catch(() => [])
  for (const map of [begun, kept]) put(map, new Map(found.map(({ name, text }) => [name, text])))
}
let reading = Promise.resolve()
/** Reads what this person has begun here. */
export function openDrafts(login: string): Promise<void> {
  if (owner === login) return reading
  empty()
  owner = login
  return (reading = read())
}
/** Whoever signs out leaves nothing behind, neither their own nor what others left here without signing out. */
export async function forgetDrafts(): Promise<void> {
  empty()
  tabs.postMessage('gone')
  await change((drafts) => drafts.clear())
}

export function readDraft(name: string): object | null {
  try {
    return JSON.parse(begun.get(name) ?? 'null') as object | null
  } catch {
    return null
  }
}
export function keepDraft(name: string, draft: object): void {
  begun.set(name, JSON.stringify(draft))
  changed.add(name)
  timer ??= setTimeout(flushDrafts, PAUSE_MS)
}
/** At once: what was sent does not come back. */
export function dropDraft(name: string): void {
  if (!begun.delete(name)) return
  changed.add(name)
  void flushDrafts()
}
/** Nothing of it; or it stands on the page alone; or on the disk, as it is. */
export type DraftState = '' | 'begun' | 'kept'
export function draftState(name: string): DraftState {
  const text = begun.get(name)
  return text === undefined ? '' : text === kept.get(name) ? 'kept' : 'begun'
}
