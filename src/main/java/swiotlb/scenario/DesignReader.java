package swiotlb.scenario;

import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import swiotlb.input.ScenarioException;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Designs;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.policy.Flaw;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.LockPolicy;

/** Reads which designs are chosen: of each kind one, by name, with settings below its name. */
final class DesignReader {
  private static final int LARGE_POOL_SLOTS = 1 << 20;
  private static final String PLANTED = "planted";
  private static final String NO_FLAW = "none";

  private final Settings settings;
  private final Map<Kind<?>, Design> chosen = new LinkedHashMap<>();
  private Optional<Flaw> planted = Optional.empty();

  /**
   * Reads nothing yet.
   *
   * @param settings below {@code design}
   */
  DesignReader(Settings settings) {
    this.settings = settings;
  }

  /** All designs read their settings, so that a mistake in those of another one is told, too. */
  ChosenDesigns read() {
    requireDesigns();
    planted = planted();
    return new ChosenDesigns(
        chosen(Kind.PLACEMENT),
        chosen(Kind.GROWTH),
        chosen(Kind.EXHAUSTION),
        chosen(Kind.IDLE),
        chosen(Kind.SEARCH),
        chosen(Kind.LOCKS),
        planted);
  }

  private Optional<Flaw> planted() {
    var flaws = new TreeMap<String, Optional<Flaw>>();
    flaws.put(NO_FLAW, Optional.empty());
    for (var flaw : Flaw.values()) {
      flaws.put(flaw.word(), Optional.of(flaw));
    }
    return settings.choice(
        PLANTED, flaws, Optional.empty(), flaw -> flaw.map(Flaw::words).orElse("no mistake"));
  }

  /**
   * Finds those of other jars.
   *
   * @throws ScenarioException if one cannot be used
   */
  private static void requireDesigns() {
    try {
      Designs.all();
    } catch (IllegalStateException | ServiceConfigurationError e) {
      throw new ScenarioException(List.of("the designs in the class path: " + e.getMessage()));
    }
  }

  private <P> P chosen(Kind<P> kind) {
    var designs = Designs.of(kind);
    var choice =
        settings.choice(
            kind.setting(),
            designs.stream().collect(Collectors.toMap(Design::name, Function.identity())),
            designs.get(0),
            Design::words);
    chosen.put(kind, choice);
    @Nullable P made = null;
    for (var design : designs) {
      var policy = made(design);
      if (design == choice && policy != null) {
        made = kind.policy().cast(policy);
      }
    }
    return made == null ? ofKernel(kind, designs.get(0)) : made;
  }

  /** In place of one whose settings cannot be read, which was told. */
  private <P> P ofKernel(Kind<P> kind, Design first) {
    return kind.policy().cast(first.make(settings.part(first.name())));
  }

  private @Nullable Object made(Design design) {
    try {
      return design.make(settings.part(design.name()));
    } catch (ConfigException.Missing e) {
      settings.problem(
          design.name(),
          "has no default for one of its settings: %s; the reference.conf of the jar of this design needs one below swiotlb.scenario.design.%s"
              .formatted(Overrides.withoutOrigin(e), design.name()));
      return null;
    }
  }

  /** Those that are not what the kernel does: what each does, by its setting and name. */
  List<String> unlikeKernel() {
    var unlike = new ArrayList<String>();
    chosen.forEach(
        (kind, design) -> {
          if (!design.name().equals(kind.ofKernel())) {
            unlike.add(kind.setting() + " " + design.name() + ": " + design.words());
          }
        });
    planted.ifPresent(
        flaw ->
            unlike.add(
                "WRONG ON PURPOSE, %s: %s; no kernel does so"
                    .formatted(flaw.word(), flaw.words())));
    return unlike;
  }

  /** What of them counts on a machine, which is said where something does not. */
  ChosenDesigns onMachine(ChosenDesigns designs, boolean isXen) {
    if (!(designs.exhaustion() instanceof ExhaustionPolicy.HoldsBack)) {
      return designs;
    }
    if (isXen) {
      settings.remark(
          Kind.EXHAUSTION.setting(),
          "%s counts for nothing in dom0: paths of Xen are not throttled"
              .formatted(settings.text(Kind.EXHAUSTION.setting())));
    }
    return isXen || !designs.placement().usesPools()
        ? designs.with(new ExhaustionPolicy.TakeTransient())
        : designs;
  }

  /** Says of designs that are chosen together what of them counts for nothing. */
  void remarkOn(ChosenDesigns designs, Scenario.Mode mode, long contiguousBytes, boolean mayGrow) {
    remarkOnPlanted(designs, mode);
    if (designs.growth().source().isContiguousRegion() && contiguousBytes == 0) {
      settings.problem(
          Kind.GROWTH.setting(),
          "is %s, which takes pools of a region for contiguous allocations; set pages.cma, such as 64 MiB"
              .formatted(settings.text(Kind.GROWTH.setting())));
    }
    if (mode == Scenario.Mode.CONCURRENT && designs.locks() != LockPolicy.AREAS) {
      settings.remark(
          "locks",
          "counts for nothing with mode = concurrent, where the mailboxes of areas are the locks");
    }
    if (!designs.placement().usesPools()) {
      remarkOnDirect(designs);
    } else if (!mayGrow || addsNone(designs.growth())) {
      remarkOnFixedPools(designs, mayGrow);
    }
  }

  private void remarkOnPlanted(ChosenDesigns designs, Scenario.Mode mode) {
    if (designs.planted().isEmpty()) {
      return;
    }
    var flaw = designs.planted().get();
    settings.remark(
        PLANTED,
        "makes this machine wrong on purpose: %s; nothing that it shows is true of a kernel"
            .formatted(flaw.words()));
    if (mode == Scenario.Mode.CONCURRENT && !flaw.isForThreads()) {
      settings.problem(PLANTED, "is %s, which needs mode = virtual".formatted(flaw.word()));
    }
    var isOfThrottle = flaw == Flaw.LOST_WAKE_UP || flaw == Flaw.DOUBLE_RELEASE;
    if (isOfThrottle && !(designs.exhaustion() instanceof ExhaustionPolicy.Throttle)) {
      settings.remark(PLANTED, "counts for nothing without exhaustion = throttle");
    }
    if (flaw == Flaw.NO_GRACE_PERIOD && designs.idle().patience().isEmpty()) {
      settings.remark(PLANTED, "counts for nothing without idle = shrink");
    }
  }

  private void remarkOnDirect(ChosenDesigns designs) {
    var idle = new ArrayList<>(List.of(Kind.GROWTH, Kind.EXHAUSTION, Kind.IDLE, Kind.SEARCH));
    if (designs.locks() == LockPolicy.ONE) {
      idle.add(Kind.LOCKS);
    }
    for (var kind : idle) {
      if (settings.isGiven(kind.setting())) {
        settings.remark(
            kind.setting(), "counts for nothing with placement = direct, which has no pools");
      }
    }
  }

  /** Where no pool is ever added nobody waits for one, and none is given back. */
  private void remarkOnFixedPools(ChosenDesigns designs, boolean mayGrow) {
    var why =
        mayGrow ? "the growth that is chosen adds no pool" : "no pool is added on this machine";
    if (designs.exhaustion() instanceof ExhaustionPolicy.WaitForGrowth) {
      settings.remark(Kind.EXHAUSTION.setting(), "wait counts for nothing, since " + why);
    }
    if (designs.idle().patience().isPresent()) {
      settings.remark(Kind.IDLE.setting(), "counts for nothing, since " + why);
    }
    if (!mayGrow
        && designs.growth() != GrowthPolicy.KERNEL
        && !designs.growth().isAnywhere()
        && !addsNone(designs.growth())) {
      settings.remark(Kind.GROWTH.setting(), "counts for nothing, since " + why);
    }
  }

  private static boolean addsNone(GrowthPolicy growth) {
    return growth.wishSlots(LARGE_POOL_SLOTS, 0) == 0;
  }
}
