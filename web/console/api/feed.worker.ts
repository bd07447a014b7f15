/** The one connection of all the console's pages in a browser, which keeps but a handful to a server. It lives as long as one of them does. */
import { Stream, type About, type Change } from './stream'

/** What a page says: it listens, as this person; it goes; the person signed out. */
export type Said = { does: 'join'; who: string } | { does: 'leave' } | { does: 'end' }
/** What a page is told. */
export type Told = { live: boolean } | { change: Change; about: About }

const pages = new Map<MessagePort, string>()
let who = ''
let standing = false

/** What one person hears is not for the page of another. */
function tellAll(told: Told): void {
  for (const [port, whose] of pages) if (whose === who) port.postMessage(told)
}
const stream = new Stream(
  (change, about) => tellAll({ change, about }),
  (live) => {
    standing = live
    tellAll({ live })
  },
)
function become(whose: string): void {
  stream.forget()
  who = whose
}

function hear(port: MessagePort, said: Said): void {
  if (said.does === 'leave') {
    pages.delete(port)
    if (!pages.size) stream.close()
    return
  }
  if (said.does === 'end') return become('')
  pages.set(port, said.who)
  if (said.who !== who) become(said.who)
  stream.open()
  port.postMessage({ live: standing } satisfies Told)
}

;(self as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = ({ ports: [port] }) => {
  if (port) port.onmessage = ({ data }: MessageEvent<Said>) => hear(port, data)
}
