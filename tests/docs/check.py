#!/usr/bin/env python3
"""Hold the pages of reference to the program, and every link of the documentation to its target.

usage: check.py PROGRAM [--write]      --write writes the pages instead
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../harness'))
from server import address_of  # noqa: E402

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BEGIN = '<!-- generated from here on: ./test --update docs -->\n'


def output(program, *arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def command_reference(program):
    """What `help` says of every command."""
    general = output(program, 'help')
    commands = re.findall(r'^  (\S+(?: \S+)?)  +\S', general, flags=re.M)
    sections = [f'## {name}\n\n```text\n{output(program, "help", *name.split()).strip()}\n```\n' for name in commands]
    return f'```text\n{general.strip()}\n```\n\n' + '\n'.join(sections)


def openapi(program):
    """The document that a fresh server gives."""
    with tempfile.TemporaryDirectory() as data:
        log = os.path.join(data, 'log')
        with open(log, 'wb') as file:
            server = subprocess.Popen([program, 'serve', '--data', os.path.join(data, 'data'), '--listen', '127.0.0.1:0'],
                                      stdout=file, stderr=subprocess.STDOUT)
        try:
            with urllib.request.urlopen(address_of(server, log) + '/api/v1/openapi.json') as answer:
                return json.load(answer)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def shape_name(schema):
    if not schema:
        return ''
    if '$ref' in schema:
        name = schema['$ref'].rsplit('/', 1)[1]
        return f'[{name}](#{name.lower()})'
    if schema.get('type') == 'array':
        return 'list of ' + shape_name(schema.get('items'))
    items = schema.get('properties', {}).get('items')
    if items:
        return 'page of ' + shape_name(items.get('items'))
    return str(schema.get('type', ''))


def body_shape(content):
    for media, body in (content or {}).items():
        return shape_name(body.get('schema')) or f'`{media}`'
    return ''


def answer_shape(operation):
    for status, answer in sorted(operation.get('responses', {}).items()):
        if status.startswith('2'):
            return body_shape(answer.get('content')) or 'nothing'
    return ''


def route_rows(document):
    for path, methods in sorted(document['paths'].items()):
        for method, operation in methods.items():
            if method not in ('get', 'post', 'put', 'patch', 'delete'):
                continue
            asks = body_shape(operation.get('requestBody', {}).get('content'))
            right = operation.get('x-right') or operation.get('x-parceldesk-right') or ''
            query = ', '.join(f'`{p["name"]}`' for p in operation.get('parameters', []) if p.get('in') == 'query')
            yield (f'| `{method.upper()} {path}` | {operation.get("summary", "")} | {right} | '
                   f'{asks}{" " if asks and query else ""}{query} | {answer_shape(operation)} |')


def limits(schema):
    words = []
    kind = schema.get('type', '')
    if isinstance(kind, list):
        kind = ' or '.join(k for k in kind if k != 'null')
    if schema.get('format'):
        kind = f'{kind} ({schema["format"]})'
    for key, word in (('minLength', 'from {} characters'), ('maxLength', 'to {} characters'), ('minimum', 'from {}'),
                      ('maximum', 'to {}'), ('minItems', 'from {} items'), ('maxItems', 'to {} items')):
        if key in schema:
            words.append(word.format(schema[key]))
    if schema.get('enum'):
        words.append(' '.join(f'`{v}`' for v in schema['enum'] if v is not None))
    reference = shape_name(schema)
    if '$ref' in schema or (kind == 'array' and reference):
        kind = reference
    return ', '.join([kind, *words])


def shape_section(name, schema):
    lines = [f'### {name}', '', schema.get('description', ''), '', '| field | is | meaning |', '| --- | --- | --- |']
    required = schema.get('required', [])
    for field, about in schema.get('properties', {}).items():
        must = ', required' if field in required else ''
        lines.append(f'| `{field}` | {limits(about)}{must} | {about.get("description", "")} |')
    return '\n'.join(lines) + '\n'


def api_reference(program):
    document = openapi(program)
    lines = ['## Addresses', '', '| request | does | right | takes | answers |', '| --- | --- | --- | --- | --- |',
             *route_rows(document), '', '## Shapes', '']
    shapes = document.get('components', {}).get('schemas', {})
    return '\n'.join(lines) + '\n' + '\n'.join(shape_section(n, s) for n, s in sorted(shapes.items()))


def with_generated(path, text):
    """The page's own words, up to the mark, and the generated text after it."""
    with open(os.path.join(TOP, path), encoding='utf-8') as file:
        own = file.read()
    return own.split(BEGIN)[0] + BEGIN + '\n' + text


def broken_links():
    for where, folders, files in os.walk(TOP):
        folders[:] = [f for f in folders if not f.startswith(('build', '.', 'var', 'node_modules'))]
        for name in files:
            if not name.endswith('.md'):
                continue
            page = os.path.join(where, name)
            with open(page, encoding='utf-8') as file:
                text = re.sub(r'```.*?```|`[^`\n]*`', '', file.read(), flags=re.S)
            for link in re.findall(r'\]\(([^)#\s]+)[^)]*\)', text):
                if '://' not in link and not os.path.exists(os.path.join(where, link)):
                    yield f'{os.path.relpath(page, TOP)}: no such page: {link}'


def main():
    program, write = os.path.abspath(sys.argv[1]), '--write' in sys.argv
    passed = failed = 0
    pages = {'docs/figures.md': lambda: output(program, 'figures', 'definitions'),
             'docs/command-line.md': lambda: with_generated('docs/command-line.md', command_reference(program)),
             'docs/api.md': lambda: with_generated('docs/api.md', api_reference(program))}
    for path, make in pages.items():
        try:
            text = make()
            full = os.path.join(TOP, path)
            if write:
                with open(full, 'w', encoding='utf-8') as file:
                    file.write(text)
            with open(full, encoding='utf-8') as file:
                good = file.read() == text
            words = 'does not agree with the program: ./test --update docs'
        except (OSError, subprocess.CalledProcessError, KeyError, ValueError) as problem:
            good, words = False, f'cannot be made: {problem}'
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f'{path} {words}')
    links = list(broken_links())
    print(*links, sep='\n' if links else '', end='\n' if links else '')
    passed, failed = passed + (not links), failed + bool(links)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
