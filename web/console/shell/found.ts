/** What the box found last: kept here and not in the address, for it may be of a person. */
import { shallowRef } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Found } from './find'

export const found = shallowRef<Found | null>(null)

/** The ticket, at the entry where the words stand. */
export const ticketAt = (ticket: Found['tickets'][number]): RouteLocationRaw => ({
  name: 'ticket', params: { id: ticket.id ?? '' }, query: ticket.found?.entry_id ? { entry: ticket.found.entry_id } : {},
})
