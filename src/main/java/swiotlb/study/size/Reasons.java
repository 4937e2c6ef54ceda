package swiotlb.study.size;

import java.util.ArrayList;
import java.util.List;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.text.Arch;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.MemoryEncryption;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.report.Quantities;

/** Why a default pool is as large as it is, and what of a wish was rounded, cut or misread. */
public final class Reasons {
  private final PoolSize size;
  private final SlotUnits units;
  private final BootSizing wish;
  private final List<String> notes = new ArrayList<>();

  private Reasons(PoolSize size) {
    this.size = size;
    this.units = size.machine().kernel().units();
    this.wish = size.boot().wish();
  }

  /** In sentences without their ends, in the order in which the kernel decides. */
  public static List<String> of(PoolSize size) {
    return new Reasons(size).all();
  }

  private List<String> all() {
    var boot = size.boot();
    notes.addAll(boot.parameters().notes());
    boot.whyNone().ifPresent(why -> notes.add("there is no default pool: " + why));
    if (boot.parameters().swiotlb().noforce()) {
      notes.add("noforce: there is no default pool, and nothing bounces");
    } else if (boot.whyNone().isEmpty()) {
      size();
      areas();
      notes.addAll(boot.notes());
      boot.uneven().ifPresent(notes::add);
      smallAreas();
      bounces();
    }
    coherent();
    return List.copyOf(notes);
  }

  private void size() {
    var swiotlb = size.boot().parameters().swiotlb();
    var adjusted = size.boot().adjustedSlots();
    var byEncryption = size.boot().rule().confidentialBytes();
    if (adjusted.isPresent() && byEncryption > 0) {
      notes.add(
          "an encrypted guest takes 6 %% of its memory, at least %s and at most 1 GiB: 6 %% of %s are %s"
              .formatted(
                  Quantities.bytes(units.toBytes(swiotlb.defaultSlots())),
                  Quantities.bytes(size.machine().memory().bytes()),
                  share(byEncryption)));
    } else if (adjusted.isPresent()) {
      notes.add(
          "no device needs more for its reach: 1 MiB for each GiB of memory, for small buffers that share a cache line with others, %s"
              .formatted(Quantities.bytes(units.toBytes(adjusted.get()))));
    } else if (swiotlb.asked() < 0) {
      notes.add(
          "no size is written: %s, the default"
              .formatted(Quantities.bytes(units.toBytes(swiotlb.defaultSlots()))));
    } else if (byEncryption > 0) {
      notes.add("a size is written, so that the guest does not take 6 % of its memory");
    }
    var before = adjusted.orElse(swiotlb.asked() < 0 ? swiotlb.defaultSlots() : -1);
    if (before >= 0 && wish.defaultSlots() > before) {
      notes.add(
          "that becomes %s (%d slots): a power of two, and at least %d slots for each of %s"
              .formatted(
                  Quantities.bytes(units.toBytes(wish.defaultSlots())),
                  wish.defaultSlots(),
                  units.setSlots(),
                  Quantities.count(wish.defaultAreas(), "area")));
    }
  }

  private String share(long bytes) {
    var exact = size.machine().memory().bytes() * 6 / 100;
    return exact == bytes
        ? Quantities.bytes(bytes)
        : "%s, so that it takes %s".formatted(Quantities.bytes(exact), Quantities.bytes(bytes));
  }

  private void areas() {
    if (size.boot().parameters().swiotlb().areas() == 0) {
      notes.add(
          "no areas are written: one for each of %s%s"
              .formatted(
                  Quantities.count(size.machine().cpus(), "possible CPU"),
                  wish.defaultAreas() == size.machine().cpus()
                      ? ""
                      : ", rounded up to a power of two, " + wish.defaultAreas()));
    }
  }

  /** A pool that was cut keeps its areas in old kernels, and then they hold no largest mapping. */
  private void smallAreas() {
    if (size.areas() > 0 && size.areaSlots() < units.setSlots()) {
      notes.add(
          "areas have %d slots each, so that no mapping above %s fits"
              .formatted(size.areaSlots(), Quantities.bytes(size.largestMapping())));
    }
  }

  private void bounces() {
    var machine = size.machine();
    var forces = size.boot().rule().parameter(size.boot().parameters().swiotlb()).force();
    if (!size.boot().hasPool()) {
      return;
    }
    if (forces) {
      notes.add("force: every device bounces");
    } else if (machine.encryption().isGuest()) {
      notes.add(
          new ReleaseRules(machine.kernel().release(), true).forcesInEncryptedGuests()
              ? "every device bounces, since the kernel forces it in an encrypted guest"
              : "every device bounces, since none reaches memory that is not shared");
    } else if (machine.encryption() == MemoryEncryption.SME) {
      notes.add("devices bounce that do not reach the encryption bit of an address");
    } else {
      notes.add("nothing is forced: only what a device does not reach bounces");
    }
  }

  private void coherent() {
    var arch = size.machine().arch();
    if (!size.coherent().isEmpty() && arch == Arch.X86_64) {
      notes.add("coherent pools are there if the kernel was built with AMD_MEM_ENCRYPT");
    } else if (!size.coherent().isEmpty() && arch == Arch.RISCV64) {
      notes.add("coherent pools are there if the kernel was built for devices without coherence");
    }
    size.coherent().stream()
        .findFirst()
        .filter(pool -> pool.bytes() != pool.wishBytes())
        .ifPresent(
            pool ->
                notes.add(
                    "coherent pools wish for %s each, and get a power of two of pages, at most 4 MiB: %s"
                        .formatted(
                            Quantities.bytes(pool.wishBytes()), Quantities.bytes(pool.bytes()))));
  }
}
