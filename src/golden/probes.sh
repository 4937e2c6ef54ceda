#!/bin/sh
# Probes for golden traces of a running kernel without dynamic pools: what the allocator is asked, what it
# answers, and its counters after each answer. To be run as root before the first driver that bounces is
# loaded, on one CPU. Linux 6.12 or later with CONFIG_FPROBE_EVENTS and CONFIG_PROBE_EVENTS_BTF_ARGS, and
# CONFIG_DEBUG_FS, without which nothing is counted. trace.awk makes the trace of what they print.
set -e
cd "${1:-/sys/kernel/tracing}"

of='dev=dev->kobj.name:string'
mem='dev->dma_io_tlb_mem'
pool="$mem->defpool"
counters="used=$mem->total_used.counter:s64 hiwater=$mem->used_hiwater.counter:s64"
area="taken=$pool.areas->used:u32 index=$pool.areas->index:u32"

cat > dynamic_events <<END
f:golden/device swiotlb_map $of limit=dev->bus_dma_limit:x64 align=dev->dma_parms->min_align_mask:u32 boundary=dev->dma_parms->segment_boundary_mask:x64 start=$pool.start:x64 nslabs=$pool.nslabs:u64 areas=$pool.nareas:u32 area_nslabs=$pool.area_nslabs:u32
f:golden/map swiotlb_tbl_map_single%return $of orig=orig_addr:x64 size=mapping_size:u64 mask=alloc_align_mask:u32 at=\$retval:x64 $counters $area
f:golden/unmap __swiotlb_tbl_unmap_single%return $of at=tlb_addr:x64 $counters $area
END
echo 1 > events/golden/enable
echo 1 > events/swiotlb/swiotlb_bounced/enable
