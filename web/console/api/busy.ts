/** Whether the console is at rest: `<html data-busy>` stands while a page is being entered or an answer is awaited, for whoever drives it from outside. */
let entering = true
let awaited = 0

function tell(): void {
  const root = document.documentElement
  if (entering) root.dataset['busy'] = 'page'
  else if (awaited) root.dataset['busy'] = `answers: ${awaited}`
  else delete root.dataset['busy']
}

/** The router says when it begins to enter a page, and when that has ended. */
export function enters(now: boolean): void {
  entering = now
  tell()
}

/** Counts as under way until it is there, or has failed. */
export async function awaits<T>(work: Promise<T>): Promise<T> {
  awaited++
  tell()
  try {
    return await work
  } finally {
    awaited--
    tell()
  }
}
