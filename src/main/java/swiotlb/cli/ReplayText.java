package swiotlb.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.conform.replay.Replay;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;

/** What {@code replay} prints. */
final class ReplayText {
  private ReplayText() {}

  static void print(Recording recording, Replay.Result result, PrintWriter out) {
    out.println();
    machine(recording, result, out);
    out.println();
    score(recording, result, out);
    out.println();
    compare(result.recorded(), result.simulated(), out);
    growths(result, out);
    adopted(result.score().adopted(), out);
    afterLoss(result, out);
    marks(recording, result.simulated(), out);
    open(recording, out);
  }

  /** Of a recording that was not followed to its end: whose counters cannot be compared. */
  static void printSoFar(Recording recording, Replay.Result result, PrintWriter out) {
    out.println();
    machine(recording, result, out);
    out.println();
    score(recording, result, out);
    out.println();
    out.printf(
        "interrupted after %d of %d mappings: this is what was found so far; counters are not compared%n",
        result.score().compared(), result.maps());
  }

  /** Of a recording whose machine was still being worked out. */
  static void printSoFar(Replay.Ended ended, PrintWriter out) {
    out.println();
    var soFar = ended.soFar();
    if (soFar == null) {
      out.println("interrupted while the recorded machine was worked out: nothing is compared yet");
      return;
    }
    var pool = soFar.defaultPool();
    out.printf(
        "interrupted while the recorded machine was worked out: so far a default pool at 0x%x, %d slots in %d areas, fits best (%d of the first %d mappings lie where they were recorded); nothing is compared yet%n",
        pool.start(), pool.slots(), pool.areas(), soFar.equal(), soFar.followed());
  }

  private static void machine(Recording recording, Replay.Result result, PrintWriter out) {
    var machine = result.machine();
    var place = machine.place();
    out.printf("inferred:%n");
    out.printf(
        "  default pool at 0x%x, %d slots in %d areas%s%n",
        place.start(),
        machine.defaultPool().slots(),
        machine.defaultPool().areas(),
        switch (place.source()) {
          case PROBES -> "";
          case TOLD -> ", as the kernel's log or --pool says";
          case INFERRED ->
              place.isFromBoot()
                  ? ", taken to be untouched when it began"
                  : ", which fits best; it was in use before";
        });
    if (place.isDoubtful()) {
      out.printf(
          "  that is a guess: places from 0x%x to 0x%x fit as well; name it by --pool or put dmesg.txt beside the recording%n",
          place.lowest(), place.highest());
    }
    if (!machine.isStaticKnown() && machine.growthsAreInferred()) {
      out.println(
          machine.isStatic()
              ? "  a static kernel, since nothing lies outside that pool (nothing else tells; --static says so)"
              : "  a dynamic kernel, since buffers lie outside that pool (--static says otherwise)");
    }
    for (var growth : result.growths()) {
      out.printf(
          "  dynamic pool at 0x%x, %d slots in %d areas, %s%n",
          growth.pool().start(),
          growth.pool().slots(),
          growth.pool().areas(),
          growth.published() < 0
              ? "there before it began"
              : String.format(
                  Locale.ROOT,
                  "published at line %.0f%s",
                  Math.ceil(growth.published()),
                  machine.growthsAreInferred() ? " of those that count" : ""));
    }
    var devices = new TreeSet<String>();
    recording.mappings().forEach(m -> devices.add(m.device()));
    for (var device : devices) {
      var mask = machine.minAlignMasks().get(device);
      out.printf(
          "  %s: min_align_mask %s%s%n",
          Text.printable(device),
          mask == null
              ? "unknown, no address tells; taken as 0"
              : mask == 0 ? "0" : "0x" + Long.toHexString(mask),
          machine.boundaryMasks().containsKey(device)
              ? "; its buffers do not cross %d KiB"
                  .formatted((machine.boundaryMasks().get(device) + 1) >>> 10)
              : "");
    }
    if (machine.earlier() > 0) {
      out.printf(
          "  %d buffers in it that were mapped before it began, known since they were given back%n",
          machine.earlier());
    }
  }

  private static void score(Recording recording, Replay.Result result, PrintWriter out) {
    var score = result.score();
    out.printf(
        Locale.ROOT,
        "%d of %d mappings lie where they were recorded (%.2f %%), %d of them as decided at once%n",
        score.equal(),
        score.compared(),
        score.compared() == 0 ? 0.0 : 100.0 * score.equal() / score.compared(),
        score.equalAtOnce());
    if (score.learned() > 0) {
      out.printf(
          "%d of them told where the search of an area began, and so agree in any case%n",
          score.learned());
    }
    if (score.hasLost()) {
      out.printf(
          Locale.ROOT,
          "before the first loss %d of %d%n",
          score.beforeLoss().equal(),
          score.beforeLoss().compared());
    }
    if (recording.reading().lost().isAnywhere()) {
      out.println("all of this is doubtful, since lines were lost and nothing says where");
    } else if (recording.reading().lost().missing() > 0) {
      out.println("all of this is doubtful, since lines are missing and nothing says where");
    }
    var first = result.first();
    if (first != null) {
      out.printf(
          Locale.ROOT,
          "first divergence: mapping %d, %d bytes at 0x%x of %s on CPU %d at %.6f s%n  recorded %s%n  decided  %s%n",
          first.mapping().index(),
          first.mapping().sizeBytes(),
          first.mapping().originalAddress(),
          Text.printable(first.mapping().device()),
          first.mapping().cpu(),
          first.mapping().requestNs() / 1e9,
          first.expected(),
          first.got());
    }
  }

  static void compare(Replay.Counts recorded, Replay.Counts simulated, PrintWriter out) {
    var table = table(24, 2, out);
    table.row("", "recorded", "simulated");
    row(table, "transient maps", recorded.transientMaps(), simulated.transientMaps());
    row(table, "failed maps", recorded.failedMaps(), simulated.failedMaps());
    row(table, "growth work queued", recorded.workQueued(), simulated.workQueued());
    row(table, "growths", recorded.growths(), simulated.growths());
    row(table, "io_tlb_nslabs", recorded.nslabs(), simulated.nslabs());
    row(table, "io_tlb_used_hiwater", recorded.hiwater(), simulated.hiwater());
  }

  /** Growths are more than the work that was queued where pools were there before, or too many. */
  private static void growths(Replay.Result result, PrintWriter out) {
    var before = result.growths().stream().filter(g -> g.published() < 0).count();
    var unasked = result.score().growthsAsIfUnasked() - before;
    if (before > 0) {
      out.printf(
          "growths: %d of the pools were there before it began, and no work was queued for them in it%n",
          before);
    }
    if (unasked > 0) {
      out.printf(
          "growths: %d of the pools came although the simulation had queued no work for them: when they came is inferred, or their work was queued earlier%n",
          unasked);
    }
  }

  /** What is held too long since its release was lost counts as in use. */
  private static void afterLoss(Replay.Result result, PrintWriter out) {
    var before = result.score().beforeLoss();
    if (result.score().hasLost() && result.simulated().hiwater() > before.hiwater()) {
      out.printf(
          "io_tlb_used_hiwater is doubtful: %d before the first loss; after it buffers whose release was lost count as in use until something tells otherwise%n",
          before.hiwater());
    }
  }

  /** What the table does not count as simulated, since it was not. */
  private static void adopted(Replay.Adopted adopted, PrintWriter out) {
    if (adopted.all() == 0) {
      return;
    }
    out.printf(
        "where it was decided otherwise, what was recorded was taken over: %d mappings in pools, %d transient, %d failed;"
            + " as simulated count the decisions, while slots in use, growth and its work follow what was taken over%n",
        adopted.inPools(), adopted.transientMaps(), adopted.failedMaps());
    if (adopted.notPossible() > 0) {
      out.printf(
          "%d of them could not be, since their slots were not free: slots in use are too few there%n",
          adopted.notPossible());
    }
  }

  private static void marks(Recording recording, Replay.Counts simulated, PrintWriter out) {
    var host = recording.host();
    var mark = host.counters().getOrDefault("io_tlb_used_hiwater", -1L);
    if (mark == 0) {
      out.println(
          "the kernel's high-water mark is 0: 7.3 keeps it with track_hiwater only, as the last word of swiotlb=");
    } else if (mark > 0 && simulated.hiwater() > mark) {
      out.printf(
          "the kernel never had more than %d slots in use: the simulation holds buffers longer than it did, or others%n",
          mark);
    } else if (mark > 0 && simulated.hiwater() != mark) {
      if (host.markIsOlder()) {
        out.printf(
            "the kernel's high-water mark was %d slots before it began, and was not passed: it is not compared%n",
            mark);
      } else if (!host.countersBefore().containsKey("io_tlb_used_hiwater")) {
        out.println(
            "nothing says what the kernel's high-water mark was before it began: it may be older");
      }
    }
  }

  /** What is still mapped at the end, which may be a leak. */
  private static void open(Recording recording, PrintWriter out) {
    if (recording.reading().releases() == 0 || recording.reading().lost().missing() > 0) {
      return;
    }
    var slots = new TreeMap<String, Long>();
    var maps = new TreeMap<String, Long>();
    for (var m : recording.mappings()) {
      if (m.hasAddress() && m.release() == RecordedMapping.NEVER) {
        slots.merge(m.device(), Slots.ofBytes(m.sizeBytes()), Long::sum);
        maps.merge(m.device(), 1L, Long::sum);
      }
    }
    if (slots.isEmpty()) {
      return;
    }
    var used = recording.host().counters().getOrDefault("io_tlb_used", -1L);
    out.println();
    slots.forEach(
        (device, held) ->
            out.printf(
                "%s: %d mappings, at least %d slots, are not given back by the end%n",
                Text.printable(device), maps.getOrDefault(device, 0L), held));
    if (used > 0) {
      out.printf(
          "the kernel still counted %d slots in use afterwards: buffers that are held for good, as a driver's rings are, or a leak%n",
          used);
    } else if (used == 0) {
      out.println("the kernel counted none in use afterwards: they were given back later");
    }
  }

  /** Names at the left, and so many columns of numbers. */
  static TextTable table(int nameWidth, int numbers, PrintWriter out) {
    var columns = new ArrayList<Column>();
    columns.add(Column.left(nameWidth).after(0));
    columns.addAll(Collections.nCopies(numbers, Column.right(12).after(0)));
    return new TextTable(out::println, 0, columns);
  }

  static void row(TextTable table, String name, long recorded, long... simulated) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(recorded < 0 ? "unknown" : Long.toString(recorded));
    Arrays.stream(simulated).mapToObj(Long::toString).forEach(cells::add);
    table.row(cells);
  }
}
