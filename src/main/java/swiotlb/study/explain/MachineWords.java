package swiotlb.study.explain;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.KernelParameters;
import swiotlb.kernel.text.PoolParameters;
import swiotlb.kernel.text.Release;
import swiotlb.kernel.text.SwiotlbParameter;

/**
 * What log and files say of the machine: what is not said stays unknown. Of several boots in one
 * log what was said last counts. Not thread-safe.
 */
public final class MachineWords {
  private static final int MIB_SLOTS = 512;

  /** What uname prints begins otherwise. */
  private static final String BOOT_BEGINS = "Linux version ";

  private Optional<String> commandLine = Optional.empty();
  private Optional<Release> release = Optional.empty();
  private OptionalInt areas = OptionalInt.empty();
  private OptionalLong bootSlots = OptionalLong.empty();
  private OptionalLong memoryBytes = OptionalLong.empty();
  private Optional<Boolean> grows = Optional.empty();
  private String freePages = "";
  private long coherentKib;
  private boolean isEncrypted;
  private boolean isDisabled;
  private boolean isX86;
  private boolean growthFailed;
  private int boots;

  /** Slots of restricted pools, by the address at which they begin. */
  private final Map<Long, Long> restricted = new TreeMap<>();

  /** Names of regions for restricted pools. */
  private final Map<String, Boolean> regions = new TreeMap<>();

  /** The region that a device has, by the name of the device. */
  private final Map<String, String> assigned = new TreeMap<>();

  void hear(Shape.Found found) {
    switch (found.shape()) {
      case COMMAND_LINE -> commandLine = Optional.of(found.values().get(0));
      case VERSION -> version(found.values().get(0), found.line().body().startsWith(BOOT_BEGINS));
      case AREAS -> areas(found.number(0));
      case MAPPED, MAPPED_OLD ->
          bootSlots = OptionalLong.of(Slots.ofBytes(found.hex(1) - found.hex(0)));
      case HALVED -> bootSlots = OptionalLong.of(found.number(1));
      case PREALLOCATED -> coherentKib = Math.max(coherentKib, found.number(0));
      case PLACED_OLD -> bootSlots = OptionalLong.of(found.number(0) * MIB_SLOTS);
      case MEMORY_ENCRYPTED, FEATURES -> isEncrypted = true;
      case NOT_DECRYPTED -> isDisabled = true;
      case PCI_DMA, NO_LOW_MEMORY -> isX86 = true;
      case NOT_GROWN -> {
        growthFailed = true;
        grows = Optional.of(true);
      }
      case WORKQUEUE -> grows = Optional.of(true);
      case RESTRICTED_CREATED -> restricted.put(found.hex(0), found.number(1) * MIB_SLOTS);
      case RESTRICTED_NODE -> regions.put(found.values().get(0), true);
      case RESTRICTED_ASSIGNED -> assigned.put(lastWord(found.device()), found.values().get(0));
      case SUPPRESSED -> {
        if (found.values().get(0).equals("swiotlb_dyn_alloc")) {
          grows = Optional.of(true);
        }
      }
      default -> {
        // Tells nothing of the machine.
      }
    }
  }

  private void version(String text, boolean isOfBoot) {
    try {
      release = Optional.of(Release.parse(text).existing());
      boots += isOfBoot ? 1 : 0;
    } catch (IllegalArgumentException e) {
      // No kernel is called so; the line is shown as it is.
    }
  }

  private void areas(long number) {
    if (number >= 1 && number <= 1 << 20) {
      areas = OptionalInt.of((int) number);
    }
  }

  /** A kernel's command line, from {@code /proc/cmdline}. */
  public void setCommandLine(String text) {
    commandLine = Optional.of(text);
  }

  /** The release, from {@code uname -r} or an option. */
  public void setRelease(Release other) {
    release = Optional.of(other);
  }

  /** Whether the kernel is built to grow its pools. */
  public void setGrows(boolean isDynamic) {
    grows = Optional.of(isDynamic);
  }

  /** Memory of the machine, from {@code /proc/meminfo}. */
  public void setMemory(long bytes) {
    memoryBytes = OptionalLong.of(bytes);
  }

  /** CPUs of the machine, by which it has areas if nothing else tells. */
  public void setCpus(int cpus) {
    if (areas.isEmpty()) {
      areas(Slots.roundUpToPowerOfTwo(Math.max(1, cpus)));
    }
  }

  /** Its memory is encrypted. */
  public void setEncrypted() {
    isEncrypted = true;
  }

  /** Free pages by zone, a line for each, from {@code /proc/buddyinfo}. */
  public void setFreePages(String lines) {
    freePages = lines;
  }

  Optional<String> commandLine() {
    return commandLine;
  }

  Optional<Release> release() {
    return release;
  }

  OptionalInt areas() {
    return areas;
  }

  /** Slots of the default pool at boot. */
  OptionalLong bootSlots() {
    return bootSlots;
  }

  OptionalLong memoryBytes() {
    return memoryBytes;
  }

  /** Whether the kernel is built to grow, if something tells. */
  Optional<Boolean> grows() {
    return grows.isPresent() ? grows : release.filter(r -> !r.isFrom(6, 6)).map(r -> false);
  }

  boolean growthFailed() {
    return growthFailed;
  }

  boolean isEncrypted() {
    return isEncrypted;
  }

  boolean isDisabled() {
    return isDisabled;
  }

  boolean isX86() {
    return isX86;
  }

  /** The largest coherent pool that the log tells of; 0 if it tells of none. */
  long coherentKib() {
    return coherentKib;
  }

  String freePages() {
    return freePages;
  }

  /** How many boots the log tells of. */
  int boots() {
    return boots;
  }

  /** The kernel's own reading of its command line, if that is known and can be read. */
  Optional<KernelParameters> parameters() {
    return commandLine.flatMap(this::parametersOf);
  }

  /** How this machine's kernel reads a command line; empty if it can be none. */
  Optional<KernelParameters> parametersOf(String text) {
    try {
      return Optional.of(
          KernelParameters.parse(text, KernelBuild.of(release.orElse(Release.DEFAULT))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a region of the device tree is one for a restricted pool. */
  boolean isRegion(String name) {
    return regions.containsKey(name);
  }

  Optional<SwiotlbParameter> swiotlb() {
    return parameters().map(KernelParameters::swiotlb);
  }

  boolean isForcedOff() {
    return swiotlb().filter(SwiotlbParameter::noforce).isPresent();
  }

  /**
   * The parameter with other slots; areas and words stay as they are on the machine.
   *
   * @param slots of the default pool
   */
  public String parameter(long slots) {
    return swiotlb().map(now -> PoolParameters.sized(now, slots)).orElse("swiotlb=" + slots);
  }

  /**
   * The region of a device's own pool, or empty: it has one by name, or by the size of the pool.
   */
  Optional<String> restrictedPoolOf(String device, long totalSlots) {
    var name = Optional.ofNullable(assigned.get(lastWord(device))).filter(regions::containsKey);
    if (name.isPresent()) {
      return name;
    }
    var isDefault = bootSlots.isPresent() && bootSlots.getAsLong() == totalSlots;
    if (isDefault || !restricted.containsValue(totalSlots)) {
      return Optional.empty();
    }
    if (regions.size() == 1) {
      return Optional.of(regions.keySet().iterator().next());
    }
    return restricted.entrySet().stream()
        .filter(pool -> pool.getValue() == totalSlots)
        .map(pool -> "the one at 0x" + Long.toHexString(pool.getKey()))
        .findFirst();
  }

  /** The name of a device without that of its driver, which it has only later. */
  private static String lastWord(String device) {
    return device.substring(device.lastIndexOf(' ') + 1);
  }
}
