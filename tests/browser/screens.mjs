/** Every route that the server has is on a page of the console, or it is said here why it is on none. */
import { sources } from './texts.mjs'

const MACHINE = 'for machines'
const OTHERWISE = 'what it says is on a page already'
/** Routes without a page, each with its reason. */
const none = {
  'GET /api/v1/openapi.json': MACHINE,
  'GET /api/v1/notices/{id}/report': MACHINE,
  'GET /api/v1/intake/{id}': MACHINE,
  'POST /api/v1/push/{provider}': MACHINE,
  'GET /api/v1/desk/incoming/sms': MACHINE,
  'POST /api/v1/desk/incoming/sms': MACHINE,
  'POST /api/v1/desk/incoming': MACHINE,
  'GET /api/v1/rights': OTHERWISE, // the words of rights are the console's own, and a test compares them
  'GET /api/v1/timeline-kinds': OTHERWISE, // each entry brings its kind in both languages
  'GET /api/v1/files/{id}': OTHERWISE, // lists of files
  'GET /api/v1/push-sources/{provider}': OTHERWISE, // there are two, which are listed
  'GET /api/v1/claims/{id}/ledger': OTHERWISE, // a claim's record has it whole
  'GET /api/v1/watch/incident-actions/{id}': OTHERWISE, // an incident's actions are listed
  'GET /api/v1/products/{code}/versions/{version}': OTHERWISE, // all versions are listed
  'GET /api/v1/lanes/{id}/versions/{version}': OTHERWISE,
  'GET /api/v1/desk/macros/{id}/versions/{version}': OTHERWISE,
  'POST /api/v1/articles/suggestions': OTHERWISE, // a ticket's own suggestions
}

/** As it may be written: a name in braces, or what is put there. */
const written = (path) => new RegExp(`['"\`]${path.replace(/[.?]/g, '\\$&').replace(/\{\w+\}/g, '(?:\\{\\w+\\}|\\$\\{[^}]+\\})')}(?=['"\`?])`)

/** Routes that are on no page and have no reason, and reasons that nothing needs. */
export function unscreened({ paths }, among = sources()) {
  const lacking = Object.entries(paths).flatMap(([path, item]) => {
    const methods = Object.keys(item).filter((one) => one !== 'parameters')
    const at = written(path)
    const files = among.filter(({ source }) => at.test(source))
    // What is read stands where no other method is asked for.
    const said = (method) => (method === 'get' ? new RegExp(`(?<!['"](?:post|put|patch|delete)['"],\\s*)${at.source}`) : new RegExp(`['"]${method}['"]${method === 'post' ? '|\\bsendText\\(' : ''}`, 'i'))
    const asks = (method) => files.some(({ source }) => methods.length === 1 || said(method).test(source))
    return methods.filter((method) => !asks(method)).map((method) => `${method.toUpperCase()} ${path}`)
  })
  const known = Object.keys(none)
  return [...lacking.filter((route) => !known.includes(route)), ...known.filter((route) => !lacking.includes(route)).map((route) => `${route}: its reason is no longer needed`)]
}
