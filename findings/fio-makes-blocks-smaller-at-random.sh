#!/usr/bin/env bash
# fio with rw=randread and several block sizes (bsrange, bssplit) does not do the sizes that it was
# told: it keeps a map of what it has done, and cuts a block short where the next one was done before.
# Small blocks become many more than the option says, and sizes appear that nobody wrote. With
# norandommap, or in order (rw=read), the sizes are those of the option. Who takes the distribution of
# sizes from a job file must look at rw and norandommap, too.
# Expected by many: bssplit=4k/50:16k/50 does half of each.
# Seen with fio 3.33 (Debian 12).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fio --version

# Prints the share of each size that a job did, in percent.
shares() {
  rm -f log
  fio --name=a --ioengine=null --size=40m --filename=d --bssplit=4k/50:16k/50 --write_iolog=log "$@" > out 2>&1
  awk '$3 == "read" { of[$5]++; all++ } END { for (size in of) printf "%d:%.0f ", size, 100 * of[size] / all }' log
}

at_random=$(shares --rw=randread)
in_order=$(shares --rw=read)
without_map=$(shares --rw=randread --norandommap)
echo "bssplit=4k/50:16k/50 at random:      $at_random"
echo "bssplit=4k/50:16k/50 in order:       $in_order"
echo "bssplit=4k/50:16k/50 without a map:  $without_map"
case $at_random in
  *8192:* | *12288:*) echo "blocks of 8 or 12 KiB were done, which nobody asked for" ;;
  *)
    echo "only the sizes that were asked for: no longer so" >&2
    exit 1
    ;;
esac
case $in_order$without_map in
  *8192:* | *12288:*)
    echo "so they are without a map: no longer so" >&2
    exit 1
    ;;
esac
