package swiotlb.study.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.Release;
import swiotlb.report.Quantities;

/** What a machine would have if one thing were chosen otherwise. */
public final class Neighbours {
  /** The fewest bytes of memory that a machine is taken to have. */
  public static final long LEAST_MEMORY = 32L << 20;

  /** The most bytes of memory that a machine is taken to have. */
  public static final long MOST_MEMORY = BuddyMemory.MAX_MEMORY_BYTES;

  /** The most possible CPUs. */
  public static final int MOST_CPUS = 8192;

  /** Changes of the pool itself, which kernel parameters make where it can be had. */
  public static final List<String> OF_POOL =
      List.of("half the pool", "twice the pool", "half the areas", "twice the areas");

  private static final List<Release> RELEASES =
      List.of(new Release(6, 1), new Release(6, 12), new Release(7, 3));

  private final PoolSize size;
  private final List<Neighbour> all = new ArrayList<>();

  /**
   * Another choice.
   *
   * @param change what is chosen otherwise, in a word or two
   * @param size what comes of it
   * @param paste the kernel parameters that choose it, where it is they that do
   */
  public record Neighbour(String change, PoolSize size, Optional<String> paste) {}

  private Neighbours(PoolSize size) {
    this.size = size;
  }

  /** Half and twice of everything, other releases, other encryption. */
  public static List<Neighbour> of(PoolSize size) {
    var of = new Neighbours(size);
    if (size.boot().hasPool()) {
      of.pool(OF_POOL.get(0), size.slots() / 2L, size.areas());
      of.pool(OF_POOL.get(1), size.slots() * 2L, size.areas());
      of.pool(OF_POOL.get(2), size.slots(), size.areas() / 2);
      of.pool(OF_POOL.get(3), size.slots(), size.areas() * 2);
    }
    of.cpus(size.machine().cpus() / 2);
    of.cpus(size.machine().cpus() * 2);
    of.memory(size.machine().memory().bytes() / 2);
    of.memory(size.machine().memory().bytes() * 2);
    of.releases();
    of.encryption();
    return List.copyOf(of.all);
  }

  private void pool(String change, long slots, int areas) {
    if (slots < 1 || areas < 1) {
      return;
    }
    PasteLine.making(size, slots, areas)
        .ifPresent(
            line ->
                all.add(
                    new Neighbour(
                        change, PoolSize.of(PasteLine.booted(size, line)), Optional.of(line))));
  }

  private void add(String change, Machine machine) {
    all.add(new Neighbour(change, PoolSize.of(machine), Optional.empty()));
  }

  private void cpus(int cpus) {
    if (cpus >= 1 && cpus <= MOST_CPUS) {
      add(Quantities.count(cpus, "CPU"), size.machine().withCpus(cpus));
    }
  }

  private void memory(long bytes) {
    if (bytes >= LEAST_MEMORY && bytes <= MOST_MEMORY) {
      add(Quantities.bytes(bytes) + " of memory", size.machine().withMemory(bytes));
    }
  }

  private void releases() {
    for (var release : RELEASES) {
      if (!release.equals(size.machine().kernel().release())) {
        add("Linux " + release, size.machine().withRelease(release));
      }
    }
  }

  /** Kinds that size alike, as those of guests of one architecture do, are one choice. */
  private void encryption() {
    var present = size.machine().encryption();
    for (var other : MemoryEncryption.on(size.machine().arch())) {
      var isAlike = other == present || (other.isGuest() && present.isGuest());
      var isFirst = !other.isGuest() || other == firstGuest();
      if (!isAlike && isFirst) {
        add(words(other), size.machine().withEncryption(other));
      }
    }
  }

  private MemoryEncryption firstGuest() {
    return MemoryEncryption.on(size.machine().arch()).stream()
        .filter(MemoryEncryption::isGuest)
        .findFirst()
        .orElse(MemoryEncryption.NONE);
  }

  private String words(MemoryEncryption other) {
    if (!other.isGuest()) {
      return other == MemoryEncryption.NONE ? "not encrypted" : other.words();
    }
    var names =
        MemoryEncryption.on(size.machine().arch()).stream()
            .filter(MemoryEncryption::isGuest)
            .map(MemoryEncryption::words)
            .toList();
    return "a guest of " + String.join(" or ", names);
  }
}
