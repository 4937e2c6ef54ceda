package swiotlb.study.explain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes the lines of logs one by one, and keeps those that are about the software IO TLB, coherent
 * pools or DMA masks; of very many alike the first, and how many there were. What is kept is
 * bounded, however long a log is. Not thread-safe.
 */
public final class LogReading {
  /** Lines that are kept to be explained one by one. */
  static final int MOST_LINES = 20_000;

  private static final int MOST_UNKNOWN = 200;

  /** A line that mail or a narrow console has wrapped goes on in so many others at most. */
  private static final int MOST_WRAPPED = 2;

  private static final int MOST_BODY = 2000;
  private static final Pattern MENTION = Pattern.compile("swiotlb|SWIOTLB|software IO TLB");

  /** Others' names that only sound like it. */
  private static final Pattern NOT_A_MENTION = Pattern.compile("swiotlb-sim|/swiotlb/|\\.swiotlb");

  private static final Set<Shape> OF_BOOT =
      EnumSet.of(
          Shape.COMMAND_LINE,
          Shape.VERSION,
          Shape.FEATURES,
          Shape.MEMORY_ENCRYPTED,
          Shape.RESTRICTED_NODE,
          Shape.RESTRICTED_ASSIGNED,
          Shape.LIMITED);

  private final List<Shape.Found> found = new ArrayList<>();
  private final List<LogLine> unknown = new ArrayList<>();
  private final Map<Shape, Long> beyond = new EnumMap<>(Shape.class);
  private final MachineWords machine = new MachineWords();
  private final Set<String> hosts = new TreeSet<>();
  private final RecordTime recordTime = new RecordTime();

  /** A line that goes on, in the ways in which it may: words are wrapped, or letters. */
  private List<LogLine> open = List.of();

  private int wrapped;
  private int boots;
  private long lines;
  private long about;
  private long suppressed;
  private long unknownBeyond;

  /**
   * What was passed over and counted.
   *
   * @param lines that were read
   * @param passedOver that are not about it
   * @param suppressed that the kernel itself left out, as it says
   * @param beyond lines that are about it and are counted only, by their kind
   */
  public record Counts(long lines, long passedOver, long suppressed, long beyond) {
    /** The same where so many more turned out not to be about it. */
    Counts withPassedOver(long more) {
      return new Counts(lines, passedOver + more, suppressed, beyond);
    }
  }

  /** The next line. */
  public void accept(String raw) {
    lines++;
    // A bare carriage return may stand between two lines of a console.
    for (var piece : raw.indexOf('\r') < 0 ? List.of(raw) : List.of(raw.split("\r+", -1))) {
      if (!piece.isEmpty()) {
        take(piece.length() > MOST_BODY ? piece.substring(0, MOST_BODY) : piece);
      }
    }
  }

  /** A line that tells of the machine, and is not to be explained itself. */
  public void acceptOfMachine(String raw) {
    if (Shape.mayBeIn(raw)) {
      Shape.find(LogLine.parse(0, raw)).ifPresent(machine::hear);
    }
  }

  /** What else is known of the machine. */
  public MachineWords machine() {
    return machine;
  }

  private void take(String raw) {
    if (recordTime.hear(raw) || (open.isEmpty() && !Shape.mayBeIn(raw))) {
      return;
    }
    var line = recordTime.of(LogLine.parse(lines, raw)).inBoot(boots);
    var plain = Shape.mayBeIn(raw) ? Shape.find(line) : Optional.<Shape.Found>empty();
    if (!open.isEmpty()) {
      var joined =
          open.stream().flatMap(o -> Stream.of(o.and(" ", line), o.and("", line))).toList();
      var whole = joined.stream().flatMap(j -> Shape.find(j).stream()).findFirst();
      if (plain.isEmpty() && whole.isPresent()) {
        open = List.of();
        keep(whole.get());
        return;
      }
      if (plain.isEmpty() && wrapped < MOST_WRAPPED && isContinued(line)) {
        open = joined;
        wrapped++;
        return;
      }
      close();
    }
    if (plain.isPresent()) {
      keep(plain.get());
    } else if (isMention(line)) {
      open = List.of(line);
      wrapped = 1;
    }
  }

  /** Lines that were wrapped go on without a time. */
  private static boolean isContinued(LogLine line) {
    return line.time().isEmpty();
  }

  private static boolean isMention(LogLine line) {
    return !line.isForeign()
        && MENTION.matcher(line.body()).find()
        && !NOT_A_MENTION.matcher(line.body()).find();
  }

  private void close() {
    if (!open.isEmpty()) {
      about++;
      if (unknown.size() < MOST_UNKNOWN) {
        unknown.add(open.get(0));
      } else {
        unknownBeyond++;
      }
      open = List.of();
    }
  }

  private void keep(Shape.Found one) {
    if (one.shape() == Shape.STACK || (one.line().isForeign() && OF_BOOT.contains(one.shape()))) {
      return;
    }
    hosts.add(one.line().origin().host());
    machine.hear(one);
    if (one.isBootBegin() && about > 0) {
      boots++;
      found.add(one.inBoot(boots));
      about++;
      return;
    }
    about++;
    if (one.shape() == Shape.SUPPRESSED) {
      suppressed += one.number(1);
    } else if (found.size() < MOST_LINES) {
      found.add(one);
    } else {
      beyond.merge(one.shape(), 1L, Long::sum);
    }
  }

  /** No line follows. */
  void end() {
    close();
  }

  /** Names of hosts whose lines there are. */
  Set<String> hosts() {
    return hosts.stream().filter(host -> !host.isEmpty()).collect(Collectors.toSet());
  }

  /** How many boots the lines are of, as far as they tell. */
  int boots() {
    return boots + 1;
  }

  /** Lines that have a shape, as they came. */
  List<Shape.Found> found() {
    return List.copyOf(found);
  }

  /** Lines that mention it, and have none. */
  List<LogLine> unknown() {
    return List.copyOf(unknown);
  }

  /** What was counted. */
  Counts counts() {
    var more = beyond.values().stream().mapToLong(Long::longValue).sum() + unknownBeyond;
    return new Counts(lines, Math.max(0, lines - about), suppressed, more);
  }
}
