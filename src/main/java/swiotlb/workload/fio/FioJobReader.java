package swiotlb.workload.fio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import swiotlb.workload.JobSpec.Block;
import swiotlb.workload.fio.JobFile.Section;

/** Makes a job of a section of a job file. One for each section. */
final class FioJobReader {
  private static final Set<String> SYNCHRONOUS =
      Set.of("sync", "psync", "vsync", "pvsync", "pvsync2");
  private static final Set<String> ASYNCHRONOUS =
      Set.of("libaio", "io_uring", "io_uring_cmd", "posixaio", "null", "sg");
  private static final int MOST_THREADS = 4096;
  private static final int MOST_DEPTH = 65_536;
  private static final int MOST_CPUS = 4096;
  private static final double NS_PER_SECOND = 1e9;
  private static final String MIXED =
      "holds for reads and writes each on their own, which a job that mixes them cannot have here; write a job of reads and one of writes";

  private static final String NO_CPUS = "is no list of CPUs such as 0-3 or 0,2";

  private final Section section;
  private final List<String> remarks = new ArrayList<>();
  private final FioValues values;
  private final int readPercent;
  private final List<Block> blocks;

  FioJobReader(Section section) {
    this.section = section;
    this.values = new FioValues(section, remarks);
    for (var option : section.options().values()) {
      if (FioOptions.isNotSimulated(option)) {
        throw option.wrong(
            "would change which requests come, or when, and is not simulated; leave it out to see the job without it");
      }
    }
    this.readPercent = readPercent();
    this.blocks = readPercent < 0 ? List.of() : blocks();
  }

  /**
   * The job; empty if it only trims, which moves no data.
   *
   * @throws swiotlb.input.InputException if fio would refuse it, or it asks for what is not
   *     simulated
   */
  Optional<FioJob> read() {
    if (readPercent < 0) {
      return Optional.empty();
    }
    var isTimeBased = values.flag("time_based", false);
    var duration = values.nanos("runtime", true);
    if (isTimeBased && duration == 0) {
      throw values.wrong("time_based", "says that the time counts, but runtime says none; set it");
    }
    var count = isTimeBased ? 0 : new FioCount(values, blocks, remarks).of(duration);
    var ramp = values.nanos("ramp_time", true);
    if (ramp > 0) {
      remarks.add("ramp_time is part of the load, so that it counts here, too");
    }
    var depth = depth();
    var interval = interval();
    var think = think(depth, interval);
    if (!isDirect()) {
      remarks.add(
          "without direct=1 the page cache would stand between fio and the device; simulated as if it did not");
    }
    if (blocks.size() > 1 && text("rw", "read").startsWith("rand") && !isWithoutMap()) {
      remarks.add(
          "without norandommap fio cuts I/Os at blocks that it did before, so that more of them are small; here sizes are as written");
    }
    return Optional.of(
        new FioJob(
            text("name", section.name()),
            blocks,
            readPercent,
            depth,
            (int) values.number("numjobs", 1, 1, MOST_THREADS),
            cpus(),
            count,
            duration == 0 ? 0 : duration + ramp,
            think,
            interval,
            remarks));
  }

  private String text(String name, String otherwise) {
    return values.text(name, otherwise);
  }

  private boolean isWithoutMap() {
    return values.flag("norandommap", false);
  }

  private boolean isDirect() {
    return values.flag("direct", !values.flag("buffered", true));
  }

  /** -1: neither reads nor writes. */
  private int readPercent() {
    var rw = text("rw", "read");
    var kind = rw.indexOf(':') < 0 ? rw : rw.substring(0, rw.indexOf(':'));
    return switch (kind) {
      case "read", "randread" -> 100;
      case "write", "randwrite" -> 0;
      case "rw", "readwrite", "randrw" -> mixed();
      case "trim", "randtrim" -> -1;
      case "trimwrite", "randtrimwrite" -> {
        remarks.add("the trims before its writes are left out: they move no data");
        yield 0;
      }
      default ->
          throw values.wrong(
              "rw", "is no direction of fio's: read, write, rw, trim, or rand before one of them");
    };
  }

  /** Of both percentages the one that is given last. */
  private int mixed() {
    var percent = 50;
    for (var option : section.options().values()) {
      if ("rwmixread".equals(option.name())) {
        percent = (int) values.number("rwmixread", 50, 0, 100);
      } else if ("rwmixwrite".equals(option.name())) {
        percent = 100 - (int) values.number("rwmixwrite", 50, 0, 100);
      }
    }
    return percent;
  }

  private boolean isMixed() {
    return readPercent > 0 && readPercent < 100;
  }

  private List<Block> blocks() {
    var sizes = new FioBlocks(values);
    var own = sizes.of(readPercent > 0 ? 0 : 1, section);
    if (isMixed() && !own.equals(sizes.of(1, section))) {
      throw values.wrong(
          values.option("bssplit").isPresent()
              ? "bssplit"
              : values.option("bsrange").isPresent() ? "bsrange" : "bs",
          MIXED);
    }
    return own;
  }

  private int depth() {
    var engine = text("ioengine", "psync");
    var depth = (int) values.number("iodepth", 1, 1, MOST_DEPTH);
    if (SYNCHRONOUS.contains(engine)) {
      if (depth > 1) {
        remarks.add("ioengine=%s does one I/O at a time, whatever iodepth says".formatted(engine));
      }
      return 1;
    }
    if (!ASYNCHRONOUS.contains(engine)) {
      throw values.wrong(
          "ioengine",
          "does not ask a block device for single I/Os; here it can be sync, psync, vsync, pvsync, pvsync2, libaio, io_uring, io_uring_cmd, posixaio, null or sg");
    }
    return depth;
  }

  /** From one I/O to the next, where a rate is given; of I/Os of several sizes on average. */
  private double interval() {
    var interval = 0.0;
    for (var name : List.of("rate", "rate_iops")) {
      var option = values.option(name);
      if (option.isEmpty()) {
        continue;
      }
      if (isMixed()) {
        throw option.get().wrong(MIXED);
      }
      if (interval > 0) {
        throw option.get().wrong("and rate both say how fast; leave one of them out");
      }
      var parts = FioValues.parts(option.get().value(), ",");
      var text = parts.get(Math.min(readPercent > 0 ? 0 : 1, parts.size() - 1));
      var rate = text.isEmpty() ? 0 : values.bytes(option.get(), text);
      if (rate > 0) {
        interval = NS_PER_SECOND * ("rate".equals(name) ? FioCount.meanBytes(blocks) : 1) / rate;
      }
    }
    return interval;
  }

  private long think(int depth, double interval) {
    var think = values.nanos("thinktime", false);
    if (think > 0 && (depth > 1 || interval > 0)) {
      throw values.wrong(
          "thinktime",
          "beside a rate or an iodepth above 1 is not simulated; leave one of them out");
    }
    if (think > 0 && values.number("thinktime_blocks", 1, 1, Long.MAX_VALUE) != 1) {
      throw values.wrong("thinktime_blocks", "is not simulated unless it is 1");
    }
    return think;
  }

  private List<Integer> cpus() {
    if (values.option("cpumask").isPresent()) {
      var mask = values.number("cpumask", 1, 1, Long.MAX_VALUE);
      return LongStream.range(0, Long.SIZE)
          .filter(cpu -> ((mask >> cpu) & 1) == 1)
          .mapToObj(cpu -> (int) cpu)
          .toList();
    }
    var cpus = new ArrayList<Integer>();
    var option = values.option("cpus_allowed");
    if (option.isPresent()) {
      for (var part : FioValues.parts(option.get().value(), ",:")) {
        var ends = FioValues.parts(part, "-");
        var first = cpu(option.get(), ends.get(0));
        var last = cpu(option.get(), ends.get(ends.size() - 1));
        for (var cpu = first; cpu <= last; cpu++) {
          cpus.add(cpu);
        }
      }
      if (cpus.isEmpty()) {
        throw option.get().wrong(NO_CPUS);
      }
    }
    return cpus;
  }

  private static int cpu(JobFile.Option option, String text) {
    var number = FioNumber.ofBytes(text);
    if (number.isEmpty() || number.get().value() >= MOST_CPUS) {
      throw option.wrong(NO_CPUS);
    }
    return (int) number.get().value();
  }
}
