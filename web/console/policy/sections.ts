/** What the company decides about its service: each a page, in the order one would ask for it. */
export interface Section {
  /** Of the page; its words stand under policy.sections. */
  name: string
  right: string
  group: 'tickets' | 'money' | 'words' | 'time'
}

export const sections: Section[] = [
  { name: 'levels', right: 'ticket.read', group: 'tickets' },
  { name: 'routes', right: 'ticket.read', group: 'tickets' },
  { name: 'teams', right: 'ticket.read', group: 'tickets' },
  { name: 'agents', right: 'ticket.dispatch', group: 'tickets' },
  { name: 'states', right: 'ticket.read', group: 'tickets' },
  { name: 'weights', right: 'complaint.read', group: 'money' },
  { name: 'reasons', right: 'complaint.read', group: 'money' },
  { name: 'rulesets', right: 'claim.read', group: 'money' },
  { name: 'templates', right: 'notice.read', group: 'words' },
  { name: 'pledges', right: 'knowledge.read', group: 'words' },
  { name: 'macros', right: 'ticket.write', group: 'words' },
  { name: 'fields', right: 'customer.read', group: 'words' },
  { name: 'calendars', right: 'promise.read', group: 'time' },
  { name: 'excuses', right: 'promise.read', group: 'time' },
]
export const groups = ['tickets', 'money', 'words', 'time'] as const
