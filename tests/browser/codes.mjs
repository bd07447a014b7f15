/** What the server names by codes that no document of its API lists: read from its source, so that the
 * catalogues can be held against it. What cannot be followed to the texts it stands for is told, not passed over. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { top } from './suite.mjs'

const TEXT = /"((?:\\.|[^"\\])*)"/g

function read(folder) {
  return readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[ch]$/.test(name) && !/_test\.c$|testing/.test(name))
    .map((name) => ({ name, source: readFileSync(join(top, folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/\\\n/g, ' ') }))
}

/** The arguments of the call whose opening bracket stands at `at`. */
function argumentsAt(code, at) {
  const found = []
  let depth = 0
  let begun = at + 1
  for (let i = at; i < code.length; i++) {
    if (code[i] === '"') for (i++; code[i] !== '"'; i++) if (code[i] === '\\') i++
    if ('([{'.includes(code[i])) depth++
    if (')]}'.includes(code[i])) depth--
    if (depth === 0 || (depth === 1 && code[i] === ',')) {
      found.push(code.slice(begun, i).trim())
      begun = i + 1
    }
    if (depth === 0) return found
  }
  return found
}

/** Every function of a file: its name, its parameters' names, its body. */
function functionsOf(code) {
  return [...code.matchAll(/^(static )?[A-Za-z_][\w ]*[ *](\w+)\(([^;{}]*)\)\n\{\n([\s\S]*?)\n\}/gm)].map(([, inner, name, params, body]) => ({
    name, body, inner: Boolean(inner), params: params.split(',').map((one) => /(\w+)(?:\[\d*\])?$/.exec(one.trim())?.[1]),
  }))
}

const named = (files) => new Map(files.flatMap(({ source }) => [...source.matchAll(/^#define (\w+)\s+"([^"]*)"|const char (\w+)\[\] = "([^"]*)"/gm)].map((one) => [one[1] ?? one[3], one[2] ?? one[4]])))

/** All texts that reach one argument of a function, through whatever calls it, and what could not be followed. */
export function reaching(sink, position, files = read('src')) {
  const texts = new Set()
  const lost = new Set()
  const names = named(files)
  const parsed = files.filter(({ name }) => name.endsWith('.c')).map((file) => ({ ...file, functions: functionsOf(file.source) }))
  const waiting = [{ sink, position, within: null }]
  const done = new Set()

  const words = (code) => [...code.matchAll(TEXT)].map(([, text]) => text).filter((text) => /^[a-z_.]*$/.test(text))
  /** What an expression in a function may be: texts, tables, members by their name, and parameters, which are followed to the callers. */
  function follow(expression, file, one, seen = new Set()) {
    const outcomes = expression.includes('?') ? expression.slice(expression.indexOf('?') + 1).split(' : ') : [expression]
    for (const outcome of outcomes.map((said) => said.trim())) {
      const [, text] = /^"(.*)"$/.exec(outcome) ?? []
      const [, made] = /^\w+\(ctx->arena, "([^"]*)"/.exec(outcome) ?? [] // put together of a pattern
      const [, field] = /^[\w.>[\]-]*(?:->|\.)(\w+)$/.exec(outcome) ?? []
      if (text ?? made) texts.add(text ?? made)
      else if (field) member(field, outcome, file)
      else if (outcome !== 'NULL' && !seen.has(outcome)) named_(outcome, file, one, seen.add(outcome))
    }
  }
  function named_(outcome, file, one, seen) {
    const [, word] = /^(\w+)(?:\[.*\])?$/.exec(outcome) ?? []
    const at = one.params.indexOf(word)
    const given = [...one.body.matchAll(new RegExp(`\\b${word} =\\s+([^;]*);`, 'g'))]
    const table = new RegExp(`\\b${word}\\[[^\\]]*\\] = (\\{[^;]*\\});`).exec(file.source)
    if (word && names.has(word)) texts.add(names.get(word))
    else if (word && at >= 0) waiting.push({ sink: one.name, position: at, within: one.inner ? file.name : null })
    else if (word && given.length) for (const [, value] of given) follow(value.replace(/\s+/g, ' '), file, one, seen)
    else if (word && table) for (const text of words(table[1])) texts.add(text)
    else lost.add(`${file.name}: ${one.name}: ${outcome}`)
  }
  /** A member of a table's rows, or of what is filled in on the way: by its name wherever it is given one. */
  function member(field, outcome, file) {
    const said = parsed.flatMap(({ source }) => [...source.matchAll(new RegExp(`(?:\\.|->)${field} = ([^;,{}]*)`, 'g'))].flatMap(([, value]) => (names.has(value) ? [names.get(value)] : words(value))))
    for (const text of said) texts.add(text)
    if (!said.length) lost.add(`${file.name}: ${outcome}`)
  }

  while (waiting.length) {
    const next = waiting.pop()
    const key = JSON.stringify(next)
    if (done.has(key)) continue
    done.add(key)
    for (const file of parsed.filter(({ name }) => !next.within || name === next.within))
      for (const one of file.functions)
        for (const call of one.body.matchAll(new RegExp(`\\b${next.sink}\\(`, 'g'))) {
          const given = argumentsAt(one.body, call.index + call[0].length - 1)[next.position]
          if (given !== undefined) follow(given, file, one)
        }
  }
  return { texts: [...texts].sort(), lost: [...lost].sort() }
}

/** The kinds of jobs, from the tables of the slices. */
export function jobKinds(files = read('src')) {
  const names = named(files)
  const lost = []
  const kinds = files.filter(({ name }) => name.endsWith('.c')).flatMap(({ name, source }) =>
    [...source.matchAll(/JobKind \w+\[\] = \{([\s\S]*?)\};\n/g)].flatMap(([, table]) => [
      ...[...table.matchAll(/\.name = ("[^"]*"|\w+)|[{]("[^"]*")/g)].map((one) => one[1] ?? one[2]).filter((one) => one !== 'NULL').map((one) => {
        const said = one.startsWith('"') ? one.slice(1, -1) : names.get(one)
        if (said === undefined) lost.push(`${name}: ${one}`)
        return said
      }),
      ...[...table.matchAll(/FOLLOWS\("([^"]*)"\)/g)].map(([, event]) => `${names.get('PREFIX')}${event}`),
    ]))
  return { texts: [...new Set(kinds)].sort(), lost }
}
