package swiotlb.workload.fio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swiotlb.workload.JobSpec.Block;
import swiotlb.workload.fio.JobFile.Option;

/** How large the I/Os of a job are, in one direction. */
final class FioBlocks {
  private static final long USUAL = 4096;
  private static final long LARGEST = 1L << 30;
  private static final int MOST_SIZES = 4096;
  private static final int WHOLE = 100;
  private static final int MOST_WEIGHT = 1_000_000;

  private final FioValues values;

  FioBlocks(FioValues values) {
    this.values = values;
  }

  /**
   * Sizes with their weights: of a split, else of a range or a size, whichever is given last.
   *
   * @param direction 0: reads, 1: writes
   */
  List<Block> of(int direction, JobFile.Section section) {
    var split = values.option("bssplit");
    if (split.isPresent()) {
      return split(split.get(), part(FioValues.parts(split.get().value(), ","), direction));
    }
    var found = List.of(new Block(USUAL, 1));
    for (var option : section.options().values()) {
      if ("bs".equals(option.name())) {
        found = List.of(new Block(size(option, direction), 1));
      } else if ("bsrange".equals(option.name())) {
        found = range(option, part(FioValues.parts(option.value(), ","), direction));
      }
    }
    return found;
  }

  /** What holds for reads holds for writes, too, unless something else is said of them. */
  private static String part(List<String> parts, int direction) {
    return parts.get(Math.min(direction, parts.size() - 1));
  }

  private long size(Option option, int direction) {
    var isList = option.value().indexOf(',') >= 0;
    var text = part(FioValues.parts(option.value(), isList ? "," : ":-"), direction);
    return isList && text.isEmpty() ? USUAL : block(option, text);
  }

  private boolean isUnaligned() {
    return values.flag("bs_unaligned", false);
  }

  private long block(Option option, String text) {
    return FioValues.within(option, values.bytes(option, text), 1, LARGEST);
  }

  /** Drawn up to the maximum, then rounded up to multiples of the minimum, but no further. */
  private List<Block> range(Option option, String text) {
    if (isUnaligned()) {
      throw values.wrong(
          "bs_unaligned", "draws any size of a range, which is not simulated; leave it out");
    }
    var ends = FioValues.parts(text, "-:");
    if (ends.size() != 2) {
      throw option.wrong("is no range such as 4k-16k");
    }
    var least = block(option, ends.get(0));
    var most = block(option, ends.get(1));
    if (most < least || most / least > MOST_SIZES) {
      throw option.wrong(
          "is no range of at most %d multiples of its lower end".formatted(MOST_SIZES));
    }
    var blocks = new ArrayList<Block>();
    var unit = Math.max(1, least / MOST_WEIGHT);
    for (var size = least; size <= most; size += least) {
      blocks.add(new Block(size, (int) (least / unit)));
    }
    if (most % least / unit > 0) {
      blocks.add(new Block(most, (int) (most % least / unit)));
    }
    return blocks;
  }

  /**
   * Sizes with their shares in percent. Those without one have equal parts of what is left; the one
   * with the largest share has what is missing or too much of a hundred.
   */
  private List<Block> split(Option option, String text) {
    var entries = FioValues.parts(text, ":");
    var shares = new ArrayList<Block>();
    var said = 0;
    var open = 0;
    for (var entry : entries) {
      var parts = FioValues.parts(entry, "/");
      var isOpen = parts.size() < 2 || parts.get(1).isEmpty();
      var share =
          isOpen
              ? -1
              : (int) FioValues.within(option, values.bytes(option, parts.get(1)), 0, WHOLE);
      said += isOpen ? 0 : share;
      open += isOpen ? 1 : 0;
      shares.add(new Block(block(option, parts.get(0)), share));
    }
    var left = open == 0 ? 0 : Math.max(0, WHOLE - said) / open;
    var sorted =
        shares.stream()
            .map(b -> b.weight() < 0 ? new Block(b.bytes(), left) : b)
            .sorted(Comparator.comparingInt(Block::weight))
            .toList();
    return whole(cumulated(sorted));
  }

  private static List<Block> cumulated(List<Block> sorted) {
    var blocks = new ArrayList<Block>();
    var before = 0;
    for (var i = 0; i < sorted.size(); i++) {
      var isLast = i == sorted.size() - 1;
      var until = isLast ? WHOLE : Math.min(WHOLE, before + sorted.get(i).weight());
      if (until > before) {
        blocks.add(new Block(sorted.get(i).bytes(), until - before));
      }
      before = until;
    }
    return blocks;
  }

  /** fio cuts sizes to multiples of the smallest one. */
  private List<Block> whole(List<Block> blocks) {
    var least = blocks.stream().mapToLong(Block::bytes).min().orElse(1);
    return isUnaligned()
        ? blocks
        : blocks.stream().map(b -> new Block(b.bytes() / least * least, b.weight())).toList();
  }
}
