/** After which changes a page reads again what it shows; the suite knows of every page of router.ts whether it stands here, and that those that do read again. */
import type { Change } from './stream'

export interface Hears {
  changes: readonly Change[]
  /** Not more often than once in so many ms; a second where nothing is said. */
  pause?: number
  /** What no change tells of is asked each so many ms. */
  every?: number
}
const LISTED = 1500
const MANY = 5000
const POLLED = 15_000
/** What is told of weeks, by dozens of readings. */
const SELDOM = 300_000
const found = ['watch.finding_opened', 'watch.finding_changed', 'watch.finding_closed'] as const

export const hears = {
  desk: { changes: ['ticket.changed'], pause: LISTED },
  ticket: { changes: ['ticket.changed', 'claim.changed', 'waybill.changed'] },
  incoming: { changes: [], every: POLLED },
  complaints: { changes: ['ticket.changed'], pause: LISTED },
  handoffs: { changes: ['handoff.changed'], pause: LISTED },
  handoff: { changes: ['handoff.changed'] },
  appeals: { changes: ['ticket.changed'], pause: LISTED },
  claims: { changes: ['claim.changed'], pause: LISTED },
  claim: { changes: ['claim.changed'] },
  watch: { changes: found, pause: LISTED },
  finding: { changes: found },
  heat: { changes: found, pause: MANY },
  incidents: { changes: ['incident.changed'], pause: LISTED },
  incident: { changes: ['incident.changed'] },
  waybills: { changes: ['waybill.changed'], pause: MANY },
  waybill: { changes: ['waybill.changed', 'ticket.changed', 'claim.changed', ...found] },
  customers: { changes: ['customer.changed'], pause: LISTED },
  customer: { changes: ['customer.changed', 'waybill.changed', 'ticket.changed', 'claim.changed'], pause: MANY },
  figures: { changes: ['waybill.changed', 'ticket.changed', 'claim.changed'], pause: SELDOM },
  figure: { changes: ['waybill.changed', 'ticket.changed', 'claim.changed'], pause: POLLED },
  jobs: { changes: [], every: POLLED },
  knowledge: { changes: ['article.changed'], pause: LISTED },
  article: { changes: ['article.changed'] },
  /* In the navigation: how many handoffs wait. */
  waiting: { changes: ['handoff.changed'], pause: LISTED },
  /* Of a page: who else has the ticket open. */
  lookers: { changes: ['ticket.looking'] },
} satisfies Record<string, Hears>
export type Live = keyof typeof hears
