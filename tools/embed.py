#!/usr/bin/env python3
"""Write files into a C source as tables of names and bytes.

usage: embed.py OUT.c SYMBOL ROOT FILE…     each FILE is named by its path below ROOT
       embed.py OUT.c SYMBOL ROOT --or INSTEAD
                                            all files below ROOT; where there are none, those of the
                                            folder INSTEAD
"""
import os
import sys


def files_below(root):
    return [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names if not name.startswith('.')]


def bytes_as_text(data):
    """A string literal: compilers read it many times faster than a list of numbers."""
    for start in range(0, len(data) or 1, 32):
        yield '    "' + ''.join(f'\\{byte:03o}' for byte in data[start:start + 32]) + '"'


def written(out, text):
    """Whether it is there already: what is not touched is not compiled again."""
    try:
        with open(out, encoding='utf-8') as file:
            return file.read() == text
    except FileNotFoundError:
        return False


def main():
    out, symbol, root, files = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    if files[:1] == ['--or']:
        instead = files[1]
        files = files_below(root)
        root, files = (root, files) if files else (instead, files_below(instead))
    lines = ['#include "base/embedded.h"', '']
    rows = []
    for number, path in enumerate(sorted(files)):
        with open(path, 'rb') as file:
            data = file.read()
        lines += [f'static const unsigned char bytes_{number}[] =', *bytes_as_text(data), '    ;']
        rows.append(f'    {{"{os.path.relpath(path, root)}", bytes_{number}, {len(data)}}},')
    lines += [f'const Embedded {symbol}[] = {{', *rows, '    {0, 0, 0}};']
    text = '\n'.join(lines) + '\n'
    if not written(out, text):
        with open(out, 'w', encoding='utf-8') as file:
            file.write(text)


main()
