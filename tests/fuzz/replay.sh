#!/usr/bin/env bash
# Replays the kept inputs of every fuzz target: replay.sh BUILD-FOLDER
build=$1
here=$(dirname "$0")
passed=0 failed=0
for target in "$build"/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=${target##*/fuzz_}
    if timeout 600 "$target" "$here/corpus/$name"/*; then
        passed=$((passed + 1))
    else
        echo "fuzz target $name fails on a kept input"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
