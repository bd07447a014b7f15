#!/usr/bin/env python3
"""Hold the tree to the house's limits (docs/house.md): prints each breach, then the count of rules kept and broken.

usage: check.py [ROOT]
"""
import os
import re
import sys

MAX_FILE, MAX_TEST_FILE, MAX_FUNCTION, MAX_COLUMNS = 400, 600, 60, 100
SQL = re.compile(r'"\s*(SELECT\s|INSERT INTO\s|UPDATE\s+\S+\s+SET\s|DELETE FROM\s|WITH \w+)')
ENGINE = re.compile(r'\bsqlite3_\w+|\bPQ[a-z]\w+|\bPGconn\b|\b(libpq-fe|sqlite3)\.h')
PROTOTYPE = re.compile(r'^[A-Za-z_][\w \*]*?\b(\w+)\([^;{]*\)[^;{]*;', re.S)
GLOBAL = re.compile(r'^(?: *static |(?=\w))(?:\w+[ \*]+)+\w+(?:\[[^\]]*\])*(?: =[^=].*|;)$'
                    r'|^ *static (?:struct|union)(?: \w+)? \{$')
# Each layer may include itself and those before it on the list of its row.
LAYERS = {'base': set(), 'db': {'base'}, 'job': {'base', 'db'}, 'http': {'base', 'db', 'job'},
          'access': {'base', 'db', 'http', 'job'}, 'search': {'base', 'db', 'http', 'job', 'access'}}


def bare(text, quotes=False):
    """The source without comments and (unless `quotes`) without what stands in quotes, line for line."""
    def blank(match):
        kept, first = '\n' * match.group(0).count('\n'), match.group(0)[0]
        if first == '/':
            return ' ' + kept
        return match.group(0) if quotes else first * 2 + kept
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def functions(code):
    """(name, first line, lines) of every function: clang-format puts its braces in the first column."""
    lines, start = code.split('\n'), None
    for number, line in enumerate(lines, 1):
        if line == '{':
            start = number
        elif line == '}' and start:
            first = start - 1
            while first > 1 and lines[first - 1].startswith(' '):
                first -= 1
            name = re.search(r'(\w+)\(', lines[first - 1])
            yield name.group(1) if name else '?', first, number - first + 1
            start = None


def is_test(path):
    return path.startswith('tests/') or path.endswith('_test.c') or '/testing' in path


def check_size(path, text, code):
    count, limit = text.count('\n'), MAX_TEST_FILE if is_test(path) else MAX_FILE
    if count > limit:
        yield count, f'{count} lines, more than {limit}'


def check_functions(path, text, code):
    for name, line, length in functions(code):
        if length > MAX_FUNCTION:
            yield line, f'{name} has {length} lines, more than {MAX_FUNCTION}'


def check_columns(path, text, code):
    for number, line in enumerate(text.split('\n'), 1):
        if len(line) > MAX_COLUMNS:
            yield number, f'{len(line)} columns, more than {MAX_COLUMNS}'


def check_goto(path, text, code):
    yield from found(code, r'\bgoto\b', 'goto')


def check_sql(path, text, code):
    if not is_test(path) and not path.endswith('_store.c') and not path.startswith(('src/db/', 'src/job/')):
        yield from found(bare(text, quotes=True), SQL, 'SQL outside a _store.c')


def check_engine(path, text, code):
    if path.startswith('src/') and not path.startswith('src/db/'):
        yield from found(code + re.sub(r'[^\n]*#[^\n]*<([^\n]*)>', r'\1', text), ENGINE, 'an engine named outside src/db')


def check_memory(path, text, code):
    if path.startswith('src/') and not path.startswith('src/base/') and not is_test(path):
        yield from found(code, r'(?<![\w>.])(malloc|calloc|realloc|free|strdup)\(', 'memory that is not the arena\'s nor memory_alloc\'s')


def check_documented(path, text, code):
    if not path.startswith('src/') or not path.endswith('.h'):
        return
    lines = text.split('\n')
    inside = bare(re.sub(r'^#.*(\\\n.*)*$', lambda m: '\n' * m.group(0).count('\n'), text, flags=re.M)).split('\n')
    depth = 0
    for number, line in enumerate(inside):
        opening = depth
        depth += line.count('{') - line.count('}')
        match = PROTOTYPE.match(' '.join(inside[number:number + 4])) if opening == 0 and '(' in line else None
        if match and not line.startswith(('typedef', ' ', '}')) and not has_words(lines, number):
            yield number + 1, f'{match.group(1)} is not documented'


def has_words(lines, number):
    """A comment on the line itself, or above the run of lines that it belongs to."""
    if '/*' in lines[number] or '/*' in lines[min(number + 1, len(lines) - 1)]:
        return True
    while number > 0 and lines[number - 1].strip():
        number -= 1
        if '*/' in lines[number]:
            return True
    return False


def check_globals(path, text, code):
    if not path.startswith('src/') or is_test(path):
        return
    for number, line in enumerate(code.split('\n'), 1):
        declared = line.partition(' =')[0].strip()
        if GLOBAL.match(line) and not re.match(r'(typedef\b|extern\b|return\b|struct \w+;|enum\b|union\b)', line) \
                and ('*const ' if '*' in declared else 'const ') not in declared \
                and not re.search(r'_Thread_local|pthread_(once|key)_t', declared) \
                and (path, declared.split()[-1]) != ('src/db/statement.c', 'fail_countdown;'):  # a test's tool
            yield number, 'a global that can change: ' + declared


def check_layers(path, text, code):
    if not path.startswith('src/') or path.count('/') < 2:
        return
    layer = path.split('/')[1]
    for number, line in enumerate(text.split('\n'), 1):
        match = re.match(r'#include "(\w+)/', line)
        if match and layer in LAYERS and match.group(1) not in LAYERS[layer] | {layer} and not is_test(path):
            yield number, f'{layer}/ includes {match.group(1)}/'


def check_waits(path, text, code):
    if path.startswith('src/') and not path.startswith('src/base/'):
        yield from found(code, r'\bpthread_cond_timedwait\b|\bCLOCK_REALTIME\b', 'a wait by a clock that may be set (base/condition.h)')


def check_timeline(path, text, code):
    """Each kind of a customer's timeline is named by a slice that may write it."""
    if path.endswith('customer/timeline.h'):
        for match in re.finditer(r'X\("([\w.]+)"', text):
            if match.group(1) not in named_in_code:
                yield text.count('\n', 0, match.start()) + 1, f'nothing writes {match.group(1)}'


named_in_code = set()


def note_names(files):
    for path, text, code in files:
        if path.endswith('.c') and not is_test(path) and path != 'src/customer/overview.c':  # which reads them
            named_in_code.update(re.findall(r'"(\w+\.\w+)"', bare(text, quotes=True)))


def check_unfinished(path, text, code):
    yield from found(text, r'\b(TODO|FIXME|XXX|HACK)\b', 'unfinished')


RULES = [check_size, check_functions, check_columns, check_goto, check_sql, check_engine, check_memory,
         check_documented, check_globals, check_layers, check_waits, check_timeline, check_unfinished]

# What each rule must find: a rule that finds nothing here would find nothing anywhere.
BREACHES = {
    check_size: ('src/a/a.c', '\n' * 401),
    check_functions: ('src/a/a.c', 'static int f(void)\n{\n' + '    a();\n' * 60 + '}\n'),
    check_columns: ('src/a/a.c', 'x' * 101 + '\n'),
    check_goto: ('src/a/a.c', '    goto out;\n'),
    check_sql: ('src/a/a_api.c', 'f("SELECT 1");\n'),
    check_engine: ('src/a/a_store.c', '#include <sqlite3.h>\n'),
    check_memory: ('src/a/a.c', '    free(a);\n'),
    check_documented: ('src/a/a.h', '/* a.h -- a. */\n\nint f(int a);\n'),
    check_globals: ('src/a/a.c', '    static const char *names[] = {0};\n'),
    check_layers: ('src/db/a.c', '#include "http/route.h"\n'),
    check_waits: ('src/a/a.c', '    pthread_cond_timedwait(a, b, c);\n'),
    check_timeline: ('src/customer/timeline.h', '    X("nobody.writes", "", "")\n'),
    check_unfinished: ('src/a/a.c', '/* TO' + 'DO */\n'),
}


def found(text, pattern, words):
    for match in re.finditer(pattern, text):
        yield text.count('\n', 0, match.start()) + 1, f'{words}: {match.group(0).strip()}'


def sources(root):
    for folder in ('src', 'tests'):
        for where, folders, files in os.walk(os.path.join(root, folder)):
            folders.sort()
            for name in sorted(files):
                if name.endswith(('.c', '.h')):
                    path = os.path.join(where, name)
                    with open(path, encoding='utf-8') as file:
                        yield os.path.relpath(path, root), file.read()


def breaches(rule, files):
    return [f'{path}:{line}: {words}' for path, text, code in files for line, words in rule(path, text, code)]


def main():
    files = [(path, text, bare(text)) for path, text in sources(sys.argv[1] if len(sys.argv) > 1 else '.')]
    if not files:
        sys.exit('no sources here')
    note_names(files)
    failed = 0
    for rule in RULES:
        path, text = BREACHES[rule]
        bad = breaches(rule, files)
        if not breaches(rule, [(path, text, bare(text))]):
            bad.append(f'{rule.__name__}: this rule finds nothing')
        failed += bool(bad)
        for line in bad:
            print(line)
    print(f'{len(RULES) - failed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
