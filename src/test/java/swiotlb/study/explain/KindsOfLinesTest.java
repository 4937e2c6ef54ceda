package swiotlb.study.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of line that kernels from 4.x to 7.3 write, alone, with its cause and what helps. */
class KindsOfLinesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          too-large | limit-segment | certain | nvme 0000:00:04.0: swiotlb buffer is full (sz: 262145 bytes), total 32768 (slots), used 0 (slots)
          too-large | limit-segment | certain | virtio-pci 0000:00:01.0: swiotlb buffer is full (sz: 294912 bytes), total 1024 (slots), used 725 (slots)
          exhausted | larger-pool | certain | nvme 0000:00:04.0: swiotlb buffer is full (sz: 262144 bytes), total 32768 (slots), used 32700 (slots)
          exhausted | larger-pool | certain | crypto: swiotlb buffer is full (sz: 8 bytes), total 512 (slots), used 512 (slots)
          exhausted | larger-pool | likely | wlan0: swiotlb buffer is full (sz: 3776 bytes), total 32768 (slots), used 31415 (slots)
          no-contiguous-run | larger-pool | likely | sdhci 0000:00:05.0: swiotlb buffer is full (sz: 262144 bytes), total 32768 (slots), used 12000 (slots)
          no-contiguous-run | look-further | possible | mlx5_core 0000:01:00.0: swiotlb buffer is full (sz: 65536 bytes), total 32768 (slots), used 100 (slots)
          no-memory | make-pool | certain | ehci-pci 0000:00:1a.0: swiotlb buffer is full (sz: 8 bytes), total 0 (slots), used 0 (slots)
          exhausted | larger-pool | possible | ipu3-imgu 0000:00:05.0: swiotlb buffer is full (sz: 4096 bytes)
          too-large | limit-segment | certain | qxl 0000:00:03.0: swiotlb buffer is full (sz: 299008 bytes)
          exhausted | larger-pool | possible | DMA: Out of SW-IOMMU space for 4224 bytes at device 0000:0b:00.0
          too-large | limit-segment | certain | qxl 0000:00:03.0: DMA: Out of SW-IOMMU space for 299008 bytes
          exhausted | larger-pool | possible | swiotlb: coherent allocation failed for device 0000:00:1d.0 size=4096
          exhausted | larger-pool | certain | Kernel panic - not syncing: DMA: Random memory could be DMA written
          no-memory | make-pool | certain | Kernel panic - not syncing: Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce buffer
          no-memory | make-pool | certain | nvme 0000:00:04.0: Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce buffer
          no-memory | make-pool | certain | thunder 0000:05:00.0: DMA bounce buffers are inactive, unable to map unaligned transaction.
          unreachable | within-reach | certain | gpu: swiotlb addr 0x00000010fce00000+4096 overflow (mask ffffffff, bus limit ffffffffff).
          unreachable | make-pool | certain | e1000e 0000:00:1f.6: DMA addr 0x000000023ab40000+1522 overflow (mask ffffffff, bus limit 0).
          unreachable | make-pool | certain | ehci-pci 0000:00:1a.0: overflow 0x0000000a1c8f9a60+8 of DMA mask ffffffff bus limit 0
          unreachable | make-pool | certain | ehci-pci 0000:00:1a.0: overflow 0x0000000a1c8f9a60+8 of DMA mask ffffffff bus mask 0
          unreachable | make-pool | certain | ehci-pci 0000:00:1a.0: dma_direct_map_page: overflow 0x0000000a1c8f9a60+8 of device mask ffffffff
          unreachable | within-reach | certain | hwdev DMA mask = 0x00000000ffffffff, dev_addr = 0x0000000123456000
          unreachable | mend-driver | certain | platform x: DMA map on device without dma_mask
          unreachable | mend-driver | certain | platform x: DMA mask not set
          unreachable | change-restricted-pool | certain | platform x: reserved memory is beyond device's set DMA address range
          unknown | mend-driver | certain | nvme 0000:00:04.0: Buffer overflow detected. Allocation size: 4096. Mapping size: 8192.
          unknown | mend-driver | certain | nvme 0000:00:04.0: Buffer overflow detected. Allocation size: 4096. Mapping size: 4000+200.
          unknown | mend-driver | certain | nvme 0000:00:04.0: Access before mapping start detected. orig offset 4, requested offset 2.
          unknown | mend-driver | certain | nvme 0000:00:04.0: Invalid sizes (mapping: 4096 bytes, alloc: 2048 bytes)
          too-large | limit-segment | certain | nvme 0000:00:04.0: Alloc alignment may prevent fulfilling requests with max mapping_size
          growth-limited | larger-pool | certain | software IO TLB: Failed to allocate new pool
          unknown | look-further | possible | kworker/2:1: page allocation failure: order:10, mode:0xcc0(GFP_KERNEL), nodemask=(null)
          exhausted | larger-coherent-pool | certain | DMA pool exhausted for nvme 0000:00:04.0
          exhausted | larger-coherent-pool | certain | ERROR: 1024 KiB atomic DMA coherent pool is too small!
          no-memory | look-further | certain | Failed to get suitable pool for 0000:00:04.0
          no-memory | look-further | certain | coherent pool not initialised!
          no-memory | look-further | certain | DMA: failed to allocate 4096 KiB GFP_KERNEL pool for atomic allocation
          no-memory | look-further | certain | dev: coherent DMA allocations not supported on this platform.
          leak | allow-sharing | certain | leaking DMA memory that can't be re-encrypted
          leak | allow-sharing | certain | leaking DMA memory that can't be decrypted
          disabled | allow-sharing | certain | software IO TLB: Failed to decrypt default memory pool, disabling it
          no-memory | allow-sharing | certain | software IO TLB: Failed to map the unencrypted memory 0x1000 size 4000.
          no-memory | ask-less | certain | software IO TLB: swiotlb_memblock_alloc: Failed to allocate 1073741824 bytes tlb structure
          no-memory | ask-less | certain | software IO TLB: swiotlb_memblock_alloc: Failed to remap 67108864 bytes
          no-memory | ask-less | certain | software IO TLB: swiotlb_init_remap: Failed to allocate 786432 bytes align=0x1000
          no-memory | ask-less | certain | software IO TLB: swiotlb_init_remap: Failed to allocate mem->areas.
          no-memory | ask-less | certain | Kernel panic - not syncing: Cannot allocate SWIOTLB buffer
          no-memory | ask-less | certain | software IO TLB: SWIOTLB bounce buffer size adjusted 4194304 -> 1048576 slabs
          no-memory | look-further | certain | software IO TLB: only able to allocate 4 MB
          no-memory | ask-less | likely | software IO TLB: No low mem
          restricted | allow-sharing | certain | rmem: Failed to decrypt restricted DMA pool
          restricted | change-restricted-pool | certain | rmem: Restricted DMA pool must be accessible within the linear mapping.
          restricted | change-restricted-pool | certain | dev: Cannot allocate pages from non page-aligned swiotlb addr 0x0x80000800.
          forced-off | drop-noforce | certain | Kernel command line: root=/dev/vda1 swiotlb=noforce quiet
          unknown | look-further | possible | software IO TLB: something that no kernel has said so far
          """)
  void aLineHasItsCause(String cause, String fix, String sure, String line) {
    var explained = Logs.explain(line);
    assertThat(explained.lines()).hasSize(1);
    var of = explained.lines().get(0);
    assertThat(of.cause().word() + " " + of.advice().fix().word() + " " + of.sure().word())
        .isEqualTo(cause + " " + fix + " " + sure);
    assertThat(of.evidence()).isNotBlank().doesNotContain("null");
    assertThat(of.advice().remedy()).isNotBlank();
    assertThat(of.also()).doesNotContain(of.cause());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software IO TLB: area num 4.",
        "software IO TLB: SWIOTLB bounce buffer size roundup to 8MB",
        "software IO TLB: SWIOTLB bounce buffer size adjusted to 983MB",
        "software IO TLB: mapped [mem 0x00000000e5e00000-0x00000000e7e00000] (32MB)",
        "software IO TLB: mapped [mem 0xe5e00000-0xe7e00000] (32MB)",
        "software IO TLB [mem 0xbbed0000-0xbfed0000] (64MB) mapped at [ffff8800bbed0000-ffff8800bfecffff]",
        "Placing 64MB software IO TLB between ffff880037000000 - ffff88003b000000",
        "PCI-DMA: Using software bounce buffering for IO (SWIOTLB)",
        "software IO TLB: tearing down default memory pool",
        "software IO TLB: Memory encryption is active and system is using DMA bounce buffers",
        "Memory Encryption Features active: AMD SEV SEV-ES SEV-SNP",
        "software IO TLB: Reserved memory: created restricted DMA pool at 0x000000016c000000, size 256 MiB",
        "OF: reserved mem: initialized node restricted_dma, compatible id restricted-dma-pool",
        "DMA: preallocated 512 KiB GFP_KERNEL|GFP_DMA32 pool for atomic allocations",
        "nvme 0000:00:04.0: device is DMA addressing limited",
        "workqueue: work func swiotlb_dyn_free_work enqueued on deprecated workqueue. Use system_{percpu|dfl}_wq instead.",
        "Kernel command line: swiotlb=512,force"
      })
  void aLineOfBootIsAFactAndNoFault(String line) {
    var explained = Logs.explain(line);
    assertThat(explained.lines()).isEmpty();
    assertThat(explained.facts()).hasSize(1);
    assertThat(explained.facts().get(0).says()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXT4-fs (vda1): mounted filesystem with ordered data mode",
        "Command line: root=/dev/vda1 quiet",
        "usb 1-1: new high-speed USB device number 2 using xhci_hcd",
        "swiotlb_tbl_map_single+0x1a0/0x2c0",
        " ? dma_direct_map_page+0x11/0x20",
        "Nov 29 12:00:00 host sudo[77]: root : COMMAND=/bin/cat /sys/kernel/debug/swiotlb/io_tlb_used",
        "Nov 29 12:00:00 host systemd[1]: Started swiotlb-sim.service.",
        ""
      })
  void whatIsNotAboutItIsPassedOver(String line) {
    var explained = Logs.explain(line);
    assertThat(explained.lines()).isEmpty();
    assertThat(explained.facts()).isEmpty();
    assertThat(explained.counts().passedOver()).isEqualTo(1);
  }

  @Test
  void linesThatWereLeftOutAreCounted() {
    var explained =
        Logs.explain(
            "swiotlb_tbl_map_single: 23 callbacks suppressed",
            "swiotlb_dyn_alloc: 4 callbacks suppressed");
    assertThat(explained.counts().suppressed()).isEqualTo(27);
    assertThat(explained.lines()).isEmpty();
  }

  @Test
  void theNameOfTheDeviceIsTakenFromTheLine() {
    var names =
        Logs.explain(
                "nvme 0000:00:04.0: swiotlb buffer is full (sz: 8 bytes), total 512 (slots), used 512 (slots)",
                "DMA: Out of SW-IOMMU space for 4224 bytes at device 0000:0b:00.0",
                "Kernel panic - not syncing: DMA: Random memory could be DMA read")
            .lines()
            .stream()
            .map(Explanation::device)
            .toList();
    assertThat(names).containsExactly("nvme 0000:00:04.0", "0000:0b:00.0", "");
  }

  @Test
  void theWordsOfCausesAreThoseThatWerePublished() {
    assertThat(Arrays.stream(Cause.values()).map(Cause::word).collect(Collectors.joining(" ")))
        .isEqualTo(
            "too-large no-contiguous-run exhausted growth-limited leak no-memory disabled restricted"
                + " unreachable forced-off unknown");
  }
}
