#!/usr/bin/env python3
"""Write files into a C source as tables of names and bytes.

usage: embed.py OUT.c SYMBOL ROOT FILE…     each FILE is named by its path below ROOT
"""
import os
import sys


def main():
    out, symbol, root, files = sys.argv[1], sys.argv[2], sys.argv[3], sorted(sys.argv[4:])
    lines = ['#include "base/embedded.h"', '']
    rows = []
    for number, path in enumerate(files):
        with open(path, 'rb') as file:
            data = file.read()
        lines.append(f'static const unsigned char bytes_{number}[] = {{')
        for start in range(0, len(data) + 1, 24):
            lines.append(','.join(str(b) for b in (data + b'\0')[start:start + 24]) + ',')
        lines.append('};')
        rows.append(f'    {{"{os.path.relpath(path, root)}", bytes_{number}, {len(data)}}},')
    lines += [f'const Embedded {symbol}[] = {{', *rows, '    {0, 0, 0}};']
    with open(out, 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines) + '\n')


main()
