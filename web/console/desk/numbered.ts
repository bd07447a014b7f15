/** A ticket by the number that people call it by. */
import { get } from '@/api/client'

export const ticketNumbered = (no: string) => get('/api/v1/ticket-numbers/{no}', { path: { no: no.trim().toUpperCase() } })
