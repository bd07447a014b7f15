#!/usr/bin/env bash
# Whether clang-format would change anything.
cd "$(dirname "$0")/../.." || exit 1
if find src tests -name '*.[ch]' -print0 | xargs -0 clang-format --dry-run --Werror; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed"
    exit 1
fi
