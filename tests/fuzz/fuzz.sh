#!/usr/bin/env bash
# Runs every fuzz target for some seconds under clang's fuzzer and sanitizers: fuzz.sh SECONDS [TARGET …]
#
# FUZZ_SEED=N in the environment draws the inputs that were drawn with N before; else others each time.
# They are built beside what ./test runs under the sanitizers; what it finds lands in
# build-clang/found/TARGET/. A crash belongs into corpus/TARGET/ together with its mending.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
seconds=$1
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls tests/fuzz/corpus)

build=build-clang
if ! echo 'int LLVMFuzzerTestOneInput(void){return 0;}' |
    clang -x c -fsanitize=fuzzer -o /dev/null - 2>/dev/null; then
    echo "fuzz: this clang has no fuzzer: not run"
    exit 0
fi
[ -f $build/build.ninja ] || CC=clang meson setup $build \
    -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 >/dev/null || exit 1
ninja --quiet -C $build "${targets[@]/#/tests/fuzz/fuzzer_}" || exit 1

fuzz() {
    local found=$build/found/$1
    mkdir -p "$found/inputs"
    $build/tests/fuzz/fuzzer_"$1" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 \
        -max_len=4096 -seed="${FUZZ_SEED:-0}" -artifact_prefix="$found/" "$found/inputs" tests/fuzz/corpus/"$1" \
        >"$found/log" 2>&1 && echo "fuzz $1: nothing found" && return
    echo "fuzz $1: found something:"
    grep -aE 'ERROR|SUMMARY|Test unit written| in .*(src|tests)/' "$found/log" | head -8
    return 1
}
failed=0
at=0
while [ $at -lt ${#targets[@]} ]; do
    pids=()
    for name in "${targets[@]:at:$(nproc)}"; do
        fuzz "$name" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
    at=$((at + $(nproc)))
done
echo "fuzz: ${#targets[@]} targets, $failed failed"
[ "$failed" = 0 ]
