package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import swiotlb.input.InputException;
import swiotlb.kernel.page.PoolQuest;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.Release;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.workload.ftrace.EarlierBuffer;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedHost;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/**
 * The machine of a recording: what is said of it, and where nothing is said, what fits best.
 *
 * @param place how it is known where the default pool lies
 * @param mappings the recorded ones, and those of before the recording that lie in a pool
 * @param earlier how many the latter are
 * @param heldThroughout slots that were in use all the time, as the counters tell
 */
record RecordedMachine(
    ReplayFacts facts,
    PoolPlace place,
    List<RecordedMapping> mappings,
    List<GrowthRecord> growths,
    int earlier,
    long heldThroughout) {
  /** Mappings that are followed for each mask that is possible. */
  private static final int MOST_TRIED = 4000;

  /** The largest pool that is guessed: 64 MiB, the default. */
  private static final int MOST_SLOTS = Slots.DEFAULT_POOL_SLOTS;

  /** How many times more areas are guessed than CPUs were seen. */
  private static final int MOST_AREAS = 8;

  /**
   * Works a machine out.
   *
   * @param cmdline of its kernel
   * @throws InputException if that does not fit the recording
   */
  static RecordedMachine of(Recording recording, String cmdline) {
    if (recording.mappings().stream().noneMatch(RecordedMapping::hasAddress)) {
      throw new InputException("the recording", "tells no address of any mapping");
    }
    var possible = AlignMasks.possible(recording.mappings());
    var found = sized(recording, cmdline);
    var facts = found.facts;
    var place = found.place;
    if (recording.host().isStatic().isEmpty() && staysInPool(recording, facts)) {
      facts = facts.asStatic();
    }
    var some = recording.mappings().subList(0, Math.min(MOST_TRIED, recording.mappings().size()));
    var placed = facts;
    facts = facts.with(AlignMasks.chosen(possible, masks -> score(some, placed.with(masks))));
    var growths = growths(recording, facts);
    var earlier = earlier(recording, facts, growths);
    var mappings = new ArrayList<>(recording.mappings());
    mappings.addAll(earlier);
    return new RecordedMachine(
        facts,
        place,
        List.copyOf(mappings),
        growths,
        earlier.size(),
        heldThroughout(recording, facts, earlier));
  }

  /** Mappings that lie where they were recorded, without what they tell themselves. */
  private static long score(List<RecordedMapping> mappings, ReplayFacts facts) {
    var score = followed(mappings, facts);
    return score.equal() - score.learned();
  }

  private static ReplayScore followed(List<RecordedMapping> mappings, ReplayFacts facts) {
    try (var target = new DirectTarget(facts)) {
      return new ReplayDriver(mappings, List.of(), facts, target).run();
    }
  }

  /** What a recording is followed with; the place of its default pool may be a guess. */
  private record Placed(ReplayFacts facts, PoolPlace place) {}

  /**
   * Where nothing says how large the default pool is, or how many areas it has, other numbers may
   * fit better.
   */
  private static Placed sized(Recording recording, String cmdline) {
    var host = recording.host();
    var asked = placed(recording, boot(host, cmdline));
    if (host.bootPool().isPresent() || recording.defaultPoolBase().isPresent()) {
      return asked;
    }
    var best = asked;
    var some = recording.mappings().subList(0, Math.min(MOST_TRIED, recording.mappings().size()));
    var most = score(some, asked.facts);
    for (var boot : others(host, cmdline, asked.facts.boot())) {
      var other = placed(recording, boot);
      var reached = score(some, other.facts);
      if (reached > most) {
        most = reached;
        best = other;
      }
    }
    return best;
  }

  private static List<BootSizing> others(RecordedHost host, String cmdline, BootSizing asked) {
    var others = new LinkedHashSet<BootSizing>();
    var isSized = cmdline.contains("swiotlb=");
    for (var cpus = host.cpus(); cpus <= host.cpus() * MOST_AREAS; cpus *= 2) {
      others.add(BootSizing.atBoot(swiotlb(host, cmdline), cpus, 0, Long.MAX_VALUE));
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

  private static Placed placed(Recording recording, BootSizing boot) {
    var anywhere =
        new ReplayFacts(
            boot,
            recording.host().isStatic().orElse(false),
            new PoolGeometry(0, boot.slots(), boot.areas()),
            AlignMasks.of(recording.mappings()),
            false,
            recording.losses());
    var place = place(recording, anywhere);
    if (place.source() != PoolPlace.Source.INFERRED) {
      place = place.fromBoot(beginsAtBoot(recording, anywhere, place.start()));
    }
    return new Placed(anywhere.at(place.start(), place.isFromBoot()), place);
  }

  /**
   * Whether no search had been made before: the first mapping lies at the start of its area, and no
   * more agree if where the searches begin is learned.
   */
  private static boolean beginsAtBoot(Recording recording, ReplayFacts facts, long start) {
    var some = recording.mappings().subList(0, Math.min(MOST_TRIED, recording.mappings().size()));
    if (recording.host().countersBefore().getOrDefault("io_tlb_used", 0L) > 0) {
      return false;
    }
    var asAtBoot = followed(some, facts.at(start, true));
    var first = asAtBoot.first();
    var earliest = some.stream().filter(RecordedMapping::hasAddress).findFirst();
    if (first != null
        && (earliest.isEmpty() || first.mapping().index() <= earliest.get().index())) {
      return false;
    }
    return asAtBoot.equal() >= score(some, facts.at(start, false));
  }

  private static SwiotlbParameter swiotlb(RecordedHost host, String cmdline) {
    return ReplayFacts.kernel(cmdline, host.release().orElse(Release.DEFAULT)).swiotlb();
  }

  private static BootSizing boot(RecordedHost host, String cmdline) {
    var told = host.bootPool();
    var asked = BootSizing.atBoot(swiotlb(host, cmdline), host.cpus(), 0, Long.MAX_VALUE);
    if (told.isPresent()) {
      var slots = (int) Math.min(Integer.MAX_VALUE, Slots.ofBytes(told.get().bytes()));
      var areas = host.areas().orElse(Math.max(1, asked.defaultAreas()));
      var fitting = PoolQuest.areasThatFit(areas, slots);
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

  private static PoolPlace place(Recording recording, ReplayFacts facts) {
    var told = recording.host().bootPool();
    if (recording.defaultPoolBase().isPresent()) {
      return PoolPlace.known(PoolPlace.Source.PROBES, recording.defaultPoolBase().getAsLong());
    }
    if (told.isPresent()) {
      return PoolPlace.known(PoolPlace.Source.TOLD, told.get().start());
    }
    var found = new PlaceSearch(facts, recording.mappings()).search();
    if (found == null) {
      throw new InputException(
          "--cmdline",
          "asks for a default pool of %d bytes, which cannot hold the recorded addresses; name the recorded kernel's, or the pool by --pool"
              .formatted(Slots.toBytes(facts.boot().slots())));
    }
    return found;
  }

  /** Of a kernel that could have grown, something would lie elsewhere once its pool was full. */
  private static boolean staysInPool(Recording recording, ReplayFacts facts) {
    return !recording.growth().isSeen()
        && recording.mappings().stream()
            .filter(RecordedMapping::hasAddress)
            .allMatch(m -> facts.defaultPool().contains(m.address()));
  }

  private static List<GrowthRecord> growths(Recording recording, ReplayFacts facts) {
    if (recording.growth().isSeen()) {
      return recording.growth().pools();
    }
    return facts.isStatic() ? List.of() : new GrowthSearch(recording.mappings(), facts).search();
  }

  /** As mappings that were there before: their original addresses are not known. */
  private static List<RecordedMapping> earlier(
      Recording recording, ReplayFacts facts, List<GrowthRecord> growths) {
    var before = new ArrayList<RecordedMapping>();
    var number = recording.mappings().size();
    for (var buffer : recording.earlier().buffers()) {
      if (buffer.bytes() > 0 && inPoolFromBefore(buffer, facts, growths)) {
        before.add(
            new RecordedMapping(
                number++,
                0,
                buffer.device(),
                buffer.address(),
                buffer.bytes(),
                false,
                buffer.since(),
                RecordedMapping.BEFORE,
                buffer.release(),
                buffer.address(),
                0,
                0));
      }
    }
    return before;
  }

  private static boolean inPoolFromBefore(
      EarlierBuffer buffer, ReplayFacts facts, List<GrowthRecord> growths) {
    return facts.defaultPool().contains(buffer.address())
        || growths.stream().anyMatch(g -> g.published() < 0 && g.pool().contains(buffer.address()));
  }

  private static long heldThroughout(
      Recording recording, ReplayFacts facts, List<RecordedMapping> earlier) {
    var atBegin = recording.host().countersBefore().getOrDefault("io_tlb_used", 0L);
    var released =
        earlier.stream()
            .filter(m -> m.start() == RecordedMapping.BEFORE)
            .mapToLong(m -> facts.demandOf(m).slots())
            .sum();
    return Math.max(0, atBegin - released);
  }
}
