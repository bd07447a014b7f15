#!/usr/bin/env bash
# Imports a folder of the Olist data set into a data folder: import.sh OLIST_DIR DATA_DIR
#
# Run it again and nothing changes. Ends with 65 when rows were refused: they lie in DATA_DIR/rejects/.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
olist=$1 data=$2
parceldesk=$here/../../build/parceldesk
[ -x "$parceldesk" ] || { echo "$parceldesk is not built: ./run --help builds it" >&2; exit 69; }
for name in customers sellers orders order_items; do
    [ -f "$olist/olist_${name}_dataset.csv" ] ||
        { echo "$olist has no olist_${name}_dataset.csv" >&2; exit 66; }
done

"$parceldesk" set zone -03:00 --data "$data"
"$parceldesk" set currency BRL --data "$data"
mkdir -p "$data/rejects"

refused=0
import() { # TARGET FILE MAP
    local code=0
    echo "--- $2"
    "$parceldesk" import "$1" "$olist/olist_$2_dataset.csv" --map "$here/$3.json" \
        --rejects "$data/rejects/$2.csv" --data "$data" || code=$?
    [ $code = 0 ] || [ $code = 65 ] || exit $code
    [ $code = 0 ] || refused=65
}
import customers customers customers
import customers sellers sellers
import waybills orders orders
import waybills order_items items
exit $refused
