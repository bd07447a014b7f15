/** One connection to what changes on the server. It goes on where it was, so that nothing is missed; where that cannot be, it says `reset`. */
export const names = [
  'article.changed', 'claim.changed', 'customer.changed', 'handoff.changed', 'incident.changed', 'ticket.changed', 'ticket.looking', 'waybill.changed',
  'watch.finding_opened', 'watch.finding_changed', 'watch.finding_closed', 'reset',
] as const
export type Change = (typeof names)[number]
export type About = Record<string, unknown>
const AGAIN_MS = 15_000

export class Stream {
  private source: EventSource | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private last = ''
  private missed = false

  /** Who has their network again does not wait for the next try. */
  constructor(private readonly tell: (change: Change, about: About) => void, private readonly stands: (live: boolean) => void) {
    addEventListener('online', () => this.source?.readyState === EventSource.CLOSED && this.open())
  }

  /** A browser goes back by itself to a server that is away; where it was refused (the session is over, a proxy answers for the server) it gives up, and is told to ask again. */
  open(): void {
    clearTimeout(this.timer)
    if (this.source && this.source.readyState !== EventSource.CLOSED) return
    const source = (this.source = new EventSource('/api/v1/feed' + (this.last && `?last_event_id=${this.last}`)))
    const lost = this.missed && !this.last
    this.missed = true
    source.onopen = () => {
      this.stands(true)
      if (lost) this.tell('reset', {})
    }
    source.onerror = () => {
      this.stands(false)
      if (source.readyState === EventSource.CLOSED) this.timer = setTimeout(() => this.open(), AGAIN_MS)
    }
    for (const name of names) source.addEventListener(name, (event) => this.hear(name, event as MessageEvent<string>))
  }

  /** Nothing is heard until it is opened again, and what was missed then. */
  close(): void {
    clearTimeout(this.timer)
    this.source?.close()
    this.source = undefined
    this.stands(false)
  }

  /** It is another's from now on: what comes next follows on nothing. */
  forget(): void {
    this.close()
    this.last = ''
  }

  private hear(name: Change, event: MessageEvent<string>): void {
    let about: About = {}
    try {
      about = JSON.parse(event.data) as About
    } catch {
      /* an event without data says all by its name */
    }
    this.last = event.lastEventId
    this.tell(name, about)
  }
}
