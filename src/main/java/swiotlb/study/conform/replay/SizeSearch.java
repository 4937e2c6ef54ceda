package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import swiotlb.input.InputException;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.Release;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.workload.ftrace.AlignMasks;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/**
 * Finds how large the default pool is, how many areas it has and where it lies, as far as nothing
 * says so: what fits the recording best. Of what fits equally well what the command line asks for
 * counts.
 */
final class SizeSearch {
  /** Mappings that are followed for each size at a known place. */
  private static final int MOST_TRIED = 4000;

  /** The largest pool that is guessed: 64 MiB, the default. */
  private static final int MOST_SLOTS = Slots.DEFAULT_POOL_SLOTS;

  /** How many times more areas are guessed than CPUs were seen. */
  private static final int MOST_AREAS = 8;

  /** Places that are followed with pools that grew. */
  private static final int MOST_GROWN = 8;

  /** Of so many in a hundred that lie where they were recorded nothing is left to explain. */
  private static final int ENOUGH_PERCENT = 99;

  private final Recording recording;
  private final String cmdline;
  private final SearchWatch watch;
  private final List<RecordedMapping> some;

  SizeSearch(Recording recording, String cmdline, SearchWatch watch) {
    this.recording = recording;
    this.cmdline = cmdline;
    this.watch = watch;
    this.some = recording.mappings().subList(0, Math.min(MOST_TRIED, recording.mappings().size()));
  }

  /** What a recording is followed with; the place of its default pool may be a guess. */
  record Placed(ReplayFacts facts, PoolPlace place) {}

  /**
   * What fits best.
   *
   * @throws InputException if the command line does not fit the recording
   */
  Placed search() {
    var asked = boot();
    var base = recording.defaultPoolBase();
    var told = recording.host().bootPool();
    if (base.isPresent()) {
      var place = PoolPlace.known(PoolPlace.Source.PROBES, base.getAsLong());
      return known(told.isPresent() ? anywhere(asked) : sizedAt(place.start(), asked), place);
    }
    if (told.isPresent()) {
      var place = PoolPlace.known(PoolPlace.Source.TOLD, told.get().start());
      return known(anywhere(asked), place);
    }
    return guessed(asked);
  }

  private Placed known(ReplayFacts facts, PoolPlace place) {
    var fromBoot = place.fromBoot(beginsAtBoot(facts, place.start()));
    return new Placed(facts.at(place.start(), fromBoot.isFromBoot()), fromBoot);
  }

  /** The size that fits best where probes tell where the pool begins, and which others grew. */
  private ReplayFacts sizedAt(long start, BootSizing asked) {
    var best = anywhere(asked);
    var most = own(followed(best.at(start, false)));
    for (var boot : others(asked)) {
      var other = anywhere(boot);
      var reached = own(followed(other.at(start, false)));
      if (reached > most) {
        most = reached;
        best = other;
      }
    }
    return best;
  }

  /** Size and place that fit best, first as if nothing had grown. */
  private Placed guessed(BootSizing asked) {
    var searches = new ArrayList<PlaceSearch>();
    PlaceSearch.Sized best = null;
    var least = 0L;
    for (var boot : sizes(asked)) {
      var search = new PlaceSearch(anywhere(boot), recording.mappings(), watch);
      searches.add(search);
      var found = search.alone(least);
      if (found != null) {
        best = better(new PlaceSearch.Sized(search, found));
        least = found.score() + 1;
      }
    }
    var isExplained = best != null && least * 100 >= best.search().most() * ENOUGH_PERCENT;
    if (!isExplained && !anywhere(asked).isStatic()) {
      var grown = PlaceSearch.growing(searches, MOST_GROWN, least);
      best = grown == null ? best : better(grown);
    }
    if (best == null) {
      throw new InputException(
          "--cmdline",
          "asks for a default pool of %d bytes, which cannot hold the recorded addresses; name the recorded kernel's, or the pool by --pool"
              .formatted(Slots.toBytes(asked.slots())));
    }
    var place = best.place();
    return new Placed(best.search().at(place), place);
  }

  private PlaceSearch.Sized better(PlaceSearch.Sized sized) {
    watch.finds(new Replay.SoFar(sized.pool(), sized.found().score(), sized.search().most()));
    return sized;
  }

  private List<BootSizing> sizes(BootSizing asked) {
    var sizes = new ArrayList<BootSizing>();
    sizes.add(asked);
    sizes.addAll(others(asked));
    return sizes;
  }

  private List<BootSizing> others(BootSizing asked) {
    var host = recording.host();
    var others = new LinkedHashSet<BootSizing>();
    var isSized = cmdline.contains("swiotlb=");
    for (var cpus = host.cpus(); cpus <= host.cpus() * MOST_AREAS; cpus *= 2) {
      others.add(BootSizing.atBoot(swiotlb(), cpus, 0, Long.MAX_VALUE));
      for (var slots = Slots.MIN_POOL_SLOTS; !isSized && slots <= MOST_SLOTS; slots *= 2) {
        others.add(
            BootSizing.atBoot(
                SwiotlbParameter.parse(Integer.toString(slots)), cpus, 0, Long.MAX_VALUE));
      }
      if (host.cpusAreKnown()) {
        break;
      }
    }
    others.remove(asked);
    return List.copyOf(others);
  }

  private ReplayFacts anywhere(BootSizing boot) {
    return new ReplayFacts(
        boot,
        recording.host().isStatic().orElse(false),
        new PoolGeometry(0, boot.slots(), boot.areas()),
        AlignMasks.of(recording.mappings()),
        false,
        recording.losses());
  }

  /**
   * Whether no search had been made before: the first mapping lies at the start of its area, and no
   * more agree if where the searches begin is learned.
   */
  private boolean beginsAtBoot(ReplayFacts facts, long start) {
    if (recording.host().countersBefore().getOrDefault("io_tlb_used", 0L) > 0) {
      return false;
    }
    var asAtBoot = followed(facts.at(start, true));
    var first = asAtBoot.first();
    var earliest = some.stream().filter(RecordedMapping::hasAddress).findFirst();
    if (first != null
        && (earliest.isEmpty() || first.mapping().index() <= earliest.get().index())) {
      return false;
    }
    return asAtBoot.equal() >= own(followed(facts.at(start, false)));
  }

  /** Mappings that lie where they were recorded, without what they tell themselves. */
  private static long own(ReplayScore score) {
    return score.equal() - score.learned();
  }

  private ReplayScore followed(ReplayFacts facts) {
    watch.look();
    try (var target = new DirectTarget(facts)) {
      return new ReplayDriver(some, recording.growth().pools(), facts, target).run();
    }
  }

  private SwiotlbParameter swiotlb() {
    return ReplayFacts.kernel(cmdline, recording.host().release().orElse(Release.DEFAULT))
        .swiotlb();
  }

  private BootSizing boot() {
    var host = recording.host();
    var told = host.bootPool();
    var asked = BootSizing.atBoot(swiotlb(), host.cpus(), 0, Long.MAX_VALUE);
    if (told.isPresent()) {
      var slots = (int) Math.min(Integer.MAX_VALUE, Slots.ofBytes(told.get().bytes()));
      var areas = host.areas().orElse(Math.max(1, asked.defaultAreas()));
      var fitting = PoolQuest.areasThatFit(SlotUnits.DEFAULT, areas, slots);
      if (slots % fitting != 0) {
        throw new InputException(
            "the default pool",
            "of %d slots cannot be cut into %d areas; name another by --pool, or put other numbers into dmesg.txt"
                .formatted(slots, fitting));
      }
      return new BootSizing(slots, fitting, slots, areas);
    }
    if (asked.slots() == 0) {
      throw new InputException(
          "--cmdline", "leaves no default pool, yet mappings bounced; name the recorded kernel's");
    }
    return asked;
  }
}
