#!/bin/sh
# Records what the software IO TLB of this machine does, for "swiotlb-sim replay FOLDER".
#
#   sh rec.sh [-o FOLDER] [-s SECONDS] [-b KIB] [COMMAND ...]      as root
#
# Runs COMMAND and records until it ends, or records for SECONDS (10). Needs tracefs and nothing
# else. Uses a trace instance of its own, so that no other tracing is disturbed, and removes it,
# also when it is interrupted.
#
# What it costs: a bounce, its mapping and its release write a line each, some hundred bytes and
# less than a microsecond of a CPU; KIB (16384) of memory for each CPU. At the end it says how many
# lines that were.
#
# What it saves: trace.txt.gz (names of tasks and devices, addresses, sizes; no contents),
# cmdline.txt (only parameters that concern memory and DMA), dmesg.txt (only lines that do, without
# the command line), config.txt (how the kernel's software IO TLB was built), debugfs.txt (counters
# before and after), cpus.txt, buddyinfo.txt. Look at them before you hand them on.
set -eu

folder=swiotlb-recording
seconds=10
kib=16384
while getopts ho:s:b: option; do
  case $option in
    h)
      sed -n '/^set /q; 2,$s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    o) folder=$OPTARG ;;
    s) seconds=$OPTARG ;;
    b) kib=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))

fail() {
  echo "rec.sh: $*" >&2
  exit 2
}

for number in "$seconds" "$kib"; do
  case $number in
    '' | *[!0-9]* | 0) fail "-s and -b take whole numbers from 1" ;;
  esac
done
# For a test only: other roots of the files that are read.
proc=${REC_PROC:-/proc}
sys=${REC_SYS:-/sys}
boot=${REC_BOOT:-/boot}
modules=${REC_MODULES:-/lib/modules}
debugfs=$sys/kernel/debug/swiotlb
tracefs=$sys/kernel/tracing
[ -d "$tracefs/instances" ] || tracefs=$sys/kernel/debug/tracing
[ -d "$tracefs/instances" ] ||
  fail "finds no tracefs; are you root? mount it by: mount -t tracefs nodev /sys/kernel/tracing"
[ ! -e "$folder" ] || fail "$folder is there already; name another folder by -o"
instance=$tracefs/instances/swiotlb-sim-$$
mkdir "$instance" || fail "cannot make a trace instance; are you root?"

finish() {
  trap - EXIT INT TERM HUP
  set +e
  [ ! -w "$instance/tracing_on" ] || echo 0 > "$instance/tracing_on"
  [ ! -w "$instance/events/enable" ] || echo 0 > "$instance/events/enable"
  rmdir "$instance" 2> /dev/null || true
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

[ -d "$instance/events/swiotlb" ] ||
  fail "this kernel has no event of bouncing (before 5.9, or built without software IO TLB)"
mkdir -p "$folder" || fail "cannot make $folder here; name another folder by -o"

counters() {
  echo "# $1"
  for counter in "$debugfs"/io_tlb_*; do
    [ ! -r "$counter" ] || echo "$(basename "$counter") $(cat "$counter")"
  done
}

uname -srvm > "$folder/dmesg.txt"
about='software IO TLB|swiotlb|PCI-DMA: Using software|DMA: preallocated|DMA addr 0x|Memory Encryption'
# The kernel logs its command line whole, with names and keys that are nobody's business.
private='command line'
{ dmesg 2> /dev/null || true; } | grep -E "$about" | grep -viE "$private" > "$folder/kernel.txt" || true
# The kernel overwrites its oldest lines; the journal may have kept those of boot.
booted='software IO TLB: (area num|mapped) '
if ! grep -qE "$booted" "$folder/kernel.txt"; then
  whole=$({ dmesg 2> /dev/null || true; } | grep -c 'Linux version ') || true
  { journalctl -k -b 0 --no-pager -o short-monotonic 2> /dev/null || true; } |
    grep -E "$about" | grep -viE "$private" > "$folder/journal.txt" || true
  if grep -qE "$booted" "$folder/journal.txt"; then
    mv "$folder/journal.txt" "$folder/kernel.txt"
  elif [ "$whole" != 0 ]; then
    echo "rec.sh: this kernel set no software IO TLB up when it booted, so that nothing can bounce:" \
      "boot it with swiotlb=force, and with no word behind that the kernel does not know" >&2
  else
    echo "rec.sh: neither dmesg nor the journal has the boot lines of the software IO TLB any more:" \
      "where its pool lies and how many areas it has will be guessed; record soon after a boot," \
      "or put these lines into $folder/dmesg.txt" >&2
  fi
fi
cat "$folder/kernel.txt" >> "$folder/dmesg.txt"
rm -f "$folder/kernel.txt" "$folder/journal.txt"
set -f
for parameter in $(cat "$proc/cmdline"); do
  case $parameter in
    --) break ;;
    swiotlb=* | coherent_pool=* | iommu=* | iommu.*=* | intel_iommu=* | amd_iommu=* | mem=* | cma=* | \
      mem_encrypt=* | hv_pci_swiotlb=* | movablecore=* | kernelcore=* | numa=* | maxcpus=* | nr_cpus=* | \
      possible_cpus=* | trace_event=* | trace_buf_size=*)
      printf '%s ' "$parameter"
      ;;
  esac
done > "$folder/cmdline.txt"
set +f
echo >> "$folder/cmdline.txt"
# How many CPUs are possible decides the areas; their numbers may have holes.
cpus=0
for range in $(tr ',' ' ' < "$sys/devices/system/cpu/possible"); do
  cpus=$((cpus + ${range#*-} - ${range%-*} + 1))
done
echo "$cpus" > "$folder/cpus.txt"
cat "$proc/buddyinfo" > "$folder/buddyinfo.txt"

: > "$folder/config.txt"
for config in "$proc/config.gz" "$boot/config-$(uname -r)" "$modules/$(uname -r)/config"; do
  [ -r "$config" ] || continue
  { gzip -dcf "$config" 2> /dev/null || cat "$config"; } | grep -E 'CONFIG_SWIOTLB' > "$folder/config.txt" || true
  break
done
[ -d "$debugfs" ] ||
  echo "rec.sh: finds no counters, and the high-water mark will not be compared;" \
    "they need: mount -t debugfs nodev /sys/kernel/debug" >&2

echo 0 > "$instance/tracing_on"
echo "$kib" > "$instance/buffer_size_kb"
echo 1 > "$instance/events/swiotlb/enable"
if [ -e "$instance/events/dma/enable" ]; then
  echo 1 > "$instance/events/dma/enable"
else
  echo "rec.sh: this kernel has no events of mappings (6.12 and later have): only who bounces is recorded" >&2
fi
counters before > "$folder/debugfs.txt"
echo 1 > "$instance/tracing_on"
# From here on an interrupt ends the recording, and what was recorded is saved.
trap : INT TERM HUP
status=0
if [ $# -gt 0 ]; then
  "$@" || status=$?
else
  sleep "$seconds" &
  wait $! || true
fi
echo 0 > "$instance/tracing_on"
counters after >> "$folder/debugfs.txt"
gzip -c < "$instance/trace" > "$folder/trace.txt.gz"

lost=0
for stats in "$instance"/per_cpu/cpu*/stats; do
  [ -r "$stats" ] || continue
  for name in 'overrun' 'dropped events'; do
    count=$(sed -n "s/^$name: //p" "$stats")
    lost=$((lost + ${count:-0}))
  done
done
lines=$(gzip -dc "$folder/trace.txt.gz" | grep -cv '^#') || true
[ "$status" = 0 ] || echo "rec.sh: the command ended with status $status" >&2
[ "$lost" = 0 ] ||
  echo "rec.sh: $lost lines were lost; record for a shorter time, or with more memory: -b $((kib * 4))" >&2
gzip -dc "$folder/trace.txt.gz" | grep -q 'swiotlb_bounced: ' ||
  echo "rec.sh: nothing bounced, so that there is nothing to follow: use a device that must bounce," \
    "or boot with swiotlb=force" >&2
tar cf "$folder.tar" -C "$(dirname "$folder")" "$(basename "$folder")"
echo "$lines lines in $folder and $folder.tar; follow them by: swiotlb-sim replay $folder"
