#!/usr/bin/env bash
# fio reads numbers that it does not understand as something else, without a word: a blank behind "="
# loses the unit of a size, a unit of time that it does not know is a microsecond, a point ends the
# number with its unit, and "kib" is the decimal one. A job file that looks right does something else.
# Expected by many: 64 KiB, one minute, half a second, 4096 bytes.
# Seen with fio 3.33 (Debian 12).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fio --version

failed=0
# Shows what is read of an option, and compares.
reads() {
  printf '[a]\nioengine=null\nfilename=d\n%s=%s\n' "$1" "$2" > job
  got=$(fio --debug=parse --parse-only job 2>&1 |
    awk -v option="handle_option=$1," '/handle_option=/ { is = index($0, option) } /ret=/ && is { sub(/.*out=/, ""); print; exit }')
  echo "$1=$2 is $got"
  [ "$got" = "$3" ] || failed=1
}

reads size ' 64k' 64
reads size 1.5k 1
reads size 4kib 4000
reads size 4k 4096
reads runtime 1min 1
reads runtime 0.5s 0
reads thinktime 2sec 2
if [ "$failed" = 1 ]; then
  echo "not all of them as expected: no longer so" >&2
  exit 1
fi
