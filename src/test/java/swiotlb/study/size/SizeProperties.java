package swiotlb.study.size;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.size.Machines.MIB;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.MemoryEncryption;

/** What holds of every machine. */
class SizeProperties {
  @Provide
  Arbitrary<Machine> machines() {
    var archs = Arbitraries.of(Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.S390X);
    var memories = Arbitraries.longs().between(32, 1 << 18);
    var cpus = Arbitraries.integers().between(1, 512);
    var releases = Arbitraries.of("6.1", "6.6", "6.12", "6.19", "7.2", "7.3");
    var cmdlines =
        Arbitraries.of(
            "",
            "swiotlb=512",
            "swiotlb=512,force",
            "swiotlb=1000,3",
            "swiotlb=65536,7,force",
            "swiotlb=,16 swiotlb=1024,force",
            "swiotlb=force",
            "swiotlb=32768",
            "swiotlb=64M",
            "coherent_pool=1M",
            "iommu=soft",
            "swiotlb=noforce");
    return Combinators.combine(
            archs, memories, cpus, releases, cmdlines, Arbitraries.integers().between(0, 3))
        .as(
            (arch, memory, cpu, release, cmdline, kind) -> {
              var kinds = MemoryEncryption.on(arch);
              return Machines.of(
                  arch, memory * MIB, cpu, kinds.get(kind % kinds.size()), release, cmdline);
            });
  }

  @Property(tries = 500)
  void areasAreAPowerOfTwoAndPoolsAreWholeSlotSets(@ForAll("machines") Machine machine) {
    var size = PoolSize.of(machine);
    assertThat(size.slots() % 128).isZero();
    if (size.areas() > 0 && size.boot().uneven().isEmpty()) {
      assertThat(Integer.bitCount(size.areas())).isEqualTo(1);
      assertThat(size.areas() * size.areaSlots()).isEqualTo(size.slots());
    }
    assertThat(size.lostBytes()).isLessThanOrEqualTo(machine.memoryBytes() + size.coherentBytes());
    assertThat(size.coherent())
        .allSatisfy(pool -> assertThat(Long.bitCount(pool.bytes())).isEqualTo(1));
  }

  @Property(tries = 300)
  void moreMemoryNeverMakesASmallerPool(
      @ForAll("machines") Machine machine, @ForAll @IntRange(min = 1, max = 1 << 16) int more) {
    var larger = machine.withMemory(machine.memoryBytes() + more * MIB);
    assertThat(PoolSize.of(larger).bytes()).isGreaterThanOrEqualTo(PoolSize.of(machine).bytes());
  }

  @Property(tries = 300)
  void whatIsToBePastedMakesTheSame(@ForAll("machines") Machine machine) {
    var size = PoolSize.of(machine);
    PasteLine.of(size)
        .filter(line -> size.boot().hasPool())
        .ifPresent(
            line ->
                assertThat(PoolSize.of(PasteLine.booted(size, line)).hasSamePool(size))
                    .as(line)
                    .isTrue());
  }

  @Property(tries = 100)
  void neighboursAreWhatTheySay(@ForAll("machines") Machine machine) {
    var size = PoolSize.of(machine);
    for (var neighbour : Neighbours.of(size)) {
      var other = neighbour.size();
      assertThat(PoolSize.of(other.machine())).isEqualTo(other);
      switch (neighbour.change()) {
        case "half the pool" -> assertThat(other.slots()).isEqualTo(size.slots() / 2);
        case "twice the pool" -> assertThat(other.slots()).isEqualTo(size.slots() * 2);
        case "half the areas" -> assertThat(other.areas()).isEqualTo(size.areas() / 2);
        case "twice the areas" -> assertThat(other.areas()).isEqualTo(size.areas() * 2);
        default -> assertThat(neighbour.paste()).isEmpty();
      }
    }
  }

  @Property(tries = 200)
  void reasonsAreAlwaysGiven(@ForAll("machines") Machine machine) {
    assertThat(Reasons.of(PoolSize.of(machine)))
        .isNotEmpty()
        .allSatisfy(reason -> assertThat(reason).isNotBlank().doesNotEndWith("."));
  }
}
