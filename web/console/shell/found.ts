/** What the box found last: kept here and not in the address, for it may be of a person. */
import { shallowRef } from 'vue'
import type { Found } from './find'

export const found = shallowRef<Found | null>(null)
