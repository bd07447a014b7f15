/** What every path does with a page and with the box that is open upon it. */
import { gone, visit } from './suite.mjs'

export const box = '[role=dialog]:visible'
export const save = (page) => page.click(`${box} [data-test=save]`)
/** Saves, and waits until the box has closed. */
export async function done(page) {
  await save(page)
  await gone(page, '[role=dialog]')
}
/** Goes to a page and waits until it is at rest. */
export async function open({ page, at }, path) {
  await visit(page, at(path))
}
