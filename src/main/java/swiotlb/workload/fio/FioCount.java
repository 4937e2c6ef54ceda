package swiotlb.workload.fio;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.JobSpec.Block;

/** How many I/Os a thread of a job does, from how many bytes there are to do. */
final class FioCount {
  private static final Pattern BETWEEN_FILES = Pattern.compile("(?<!\\\\):");
  private static final int WHOLE = 100;

  private final FioValues values;
  private final List<Block> blocks;
  private final List<String> remarks;

  /**
   * Of one section.
   *
   * @param blocks how large its I/Os are
   * @param remarks joined by what is assumed
   */
  FioCount(FioValues values, List<Block> blocks, List<String> remarks) {
    this.values = values;
    this.blocks = blocks;
    this.remarks = remarks;
  }

  /** Mean size of an I/O in bytes. */
  static double meanBytes(List<Block> blocks) {
    var weights = blocks.stream().mapToLong(Block::weight).sum();
    return blocks.stream().mapToLong(b -> b.bytes() * b.weight()).sum() / (double) weights;
  }

  /**
   * I/Os of each thread. A last part smaller than a block is not done, but is of an io_size.
   *
   * @param durationNs until when it begins I/Os; 0: no limit
   * @return 0: as many as fit into the duration
   */
  long of(long durationNs) {
    var loops = values.number("loops", 1, 1, Integer.MAX_VALUE);
    var most = values.number("number_ios", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    var size = size();
    var ioSize = ioSize(size);
    if (size + ioSize == 0 && most == Long.MAX_VALUE) {
      if (durationNs == 0) {
        throw values.wrong(
            "size",
            "does not say how much there is to do in bytes; set size, or runtime with time_based");
      }
      remarks.add("no size is given in bytes: it lasts for all of its runtime");
      return 0;
    }
    if (ioSize > size && loops > 1) {
      throw values.wrong(
          "loops", "beside an io_size above size is not simulated; leave one of them out");
    }
    if (ioSize == 0 && size > 0) {
      refuseHoles();
    }
    var ofBytes =
        ioSize > 0
            ? (long) Math.ceil(ioSize / meanBytes(blocks))
            : size > 0 ? ofFiles(size) : Long.MAX_VALUE;
    if (ofBytes < 1) {
      throw values.wrong("size", "is less than one block, which fio refuses; set a larger one");
    }
    var ios = Math.min(most, ofBytes);
    if (blocks.size() > 1 && ofBytes < most) {
      remarks.add(
          "its size is taken as %d I/Os of %.0f bytes on average"
              .formatted(ios, meanBytes(blocks)));
    }
    return Math.multiplyExact(Math.min(ios, Long.MAX_VALUE / 8 / loops), loops);
  }

  /** In each of the files as many blocks as fit, unless they may lie anywhere. */
  private long ofFiles(long size) {
    var files = files();
    var isAnywhere =
        values.text("rw", "read").startsWith("rand") && values.flag("norandommap", false);
    return blocks.size() > 1 || isAnywhere
        ? (long) (size / meanBytes(blocks))
        : size / files / blocks.get(0).bytes() * files;
  }

  private long files() {
    var names = files(values.option("filename").orElse(null));
    return names.isEmpty() ? values.number("nrfiles", 1, 1, Integer.MAX_VALUE) : names.size();
  }

  /** The files that an option names, with colons between them. */
  static List<String> files(JobFile.@Nullable Option names) {
    return names == null
        ? List.of()
        : BETWEEN_FILES.splitAsStream(names.value()).filter(name -> !name.isEmpty()).toList();
  }

  /** Bytes of all its files together; 0 where that is not said. */
  private long size() {
    var ofFiles = 0L;
    if (values.option("filesize").isPresent()) {
      refuseStarts();
      ofFiles = Math.multiplyExact(values.number("filesize", 0, 1, 1L << 50), files());
    }
    if (isPercent("size")) {
      return part("size", ofFiles);
    }
    var size = values.number("size", 0, values.option("size").isPresent() ? 1 : 0, Long.MAX_VALUE);
    return size == 0 || ofFiles == 0 ? size + ofFiles : Math.min(size, ofFiles);
  }

  /** Bytes that it does, whatever the size of its files; 0 where that is not said. */
  private long ioSize(long size) {
    if (!isPercent("io_size")) {
      return values.number(
          "io_size", 0, values.option("io_size").isPresent() ? 1 : 0, Long.MAX_VALUE);
    }
    var part = part("io_size", size);
    if (part == 0) {
      throw values.wrong("io_size", "is a part of a size that is not given; write it in bytes");
    }
    return part;
  }

  private boolean isPercent(String name) {
    return values.text(name, "").endsWith("%");
  }

  private long part(String name, long of) {
    var option = values.option(name).orElseThrow();
    var text = option.value().substring(0, option.value().length() - 1);
    var percent = FioValues.within(option, values.bytes(option, text), 1, WHOLE);
    return of / WHOLE * percent + of % WHOLE * percent / WHOLE;
  }

  /** Where files have a size of their own, what lies before its first byte is not done. */
  private void refuseStarts() {
    for (var name : List.of("offset", "offset_increment")) {
      if (!values.text(name, "0").matches("0*%?")) {
        throw values.wrong(
            name, "leaves less of a filesize to do, which is not simulated; leave one of them out");
      }
    }
  }

  private void refuseHoles() {
    var rw = values.text("rw", "read");
    if (rw.indexOf(':') >= 0 && !rw.startsWith("rand")) {
      throw values.wrong(
          "rw",
          "leaves holes, so that fewer I/Os fit into its size, which is not simulated; set io_size, or runtime with time_based");
    }
  }
}
