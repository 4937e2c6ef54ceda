package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import swiotlb.input.Words;
import swiotlb.kernel.page.CoherentPool;

/**
 * The kernel command line as far as the software IO TLB is concerned.
 *
 * @param text as it was written
 * @param coherentPoolBytes 0 where not given
 * @param iommu words of {@code iommu=}
 * @param notes what is read differently than it looks, or not at all; a sentence each without its
 *     end
 */
public record KernelParameters(
    String text,
    SwiotlbParameter swiotlb,
    long coherentPoolBytes,
    Set<String> iommu,
    List<String> notes) {
  /** Of a kernel that was given none. */
  public static final KernelParameters NONE =
      new KernelParameters("", SwiotlbParameter.ABSENT, 0, Set.of(), List.of());

  private static final String SWIOTLB = "swiotlb";
  private static final String COHERENT_POOL = "coherent_pool";
  private static final String IOMMU = "iommu";
  private static final List<String> NAMES = List.of(SWIOTLB, COHERENT_POOL);
  private static final Pattern SIZE =
      Pattern.compile("(0[xX][0-9a-fA-F]{1,13}|0[0-7]{0,15}|[1-9][0-9]{0,14})([KkMmGg]?)(.*)");

  /**
   * Words of {@code iommu=} that concern the default pool; the kernel knows them by their
   * beginning.
   */
  private static final List<String> IOMMU_WORDS = List.of("off", "soft", "pt", "nopt");

  /** What is behind this word is for the first program, not for the kernel. */
  private static final String END = "--";

  /** Immutable from the start. */
  public KernelParameters {
    iommu = Set.copyOf(iommu);
    notes = List.copyOf(notes);
  }

  /** The same with another reading of {@code swiotlb=}. */
  public KernelParameters with(SwiotlbParameter other) {
    return new KernelParameters(text, other, coherentPoolBytes, iommu, notes);
  }

  /**
   * The least that should be left in each coherent pool, in bytes: what is written, or a share of
   * the memory.
   */
  public long coherentBytes(long memoryBytes) {
    return coherentPoolBytes == 0 ? CoherentPool.defaultBytes(memoryBytes) : coherentPoolBytes;
  }

  /** Reads a command line as the kernel of the specification does. */
  public static KernelParameters parse(String text) {
    return parse(text, Release.DEFAULT);
  }

  /** The same for another release. */
  public static KernelParameters parse(String text, Release release) {
    return parse(text, KernelBuild.of(release));
  }

  /**
   * Reads a whole command line; parameters that concern others are passed over.
   *
   * @throws IllegalArgumentException saying what would be right, where a number is beyond any
   *     machine or a size is none
   */
  public static KernelParameters parse(String text, KernelBuild kernel) {
    var notes = new ArrayList<String>();
    var swiotlb = SwiotlbParameter.absent(kernel);
    var coherentPool = 0L;
    var iommu = new TreeSet<String>();
    var times = 0;
    var coherentTimes = 0;
    for (var parameter : parameters(text, notes::add)) {
      var at = parameter.indexOf('=');
      var name = (at < 0 ? parameter : parameter.substring(0, at)).replace('-', '_');
      var value = at < 0 ? "" : parameter.substring(at + 1);
      if (name.equals(SWIOTLB) && at >= 0) {
        swiotlb = swiotlb.read(value, notes::add);
        times++;
      } else if (name.equals(COHERENT_POOL) && at >= 0) {
        coherentPool = size(parameter, value, notes::add);
        coherentTimes++;
      } else if (name.equals(IOMMU)) {
        for (var word : value.split(",", -1)) {
          iommu.add(IOMMU_WORDS.stream().filter(word::startsWith).findFirst().orElse(word));
        }
      } else if (NAMES.contains(name)) {
        notes.add(parameter + " has no value, and is passed over");
      } else {
        Words.nearest(name, NAMES)
            .ifPresent(
                near -> notes.add(parameter + ": no such parameter; is " + near + "= meant?"));
      }
    }
    if (times > 1) {
      notes.add(
          "swiotlb= is written %d times; together they say %s".formatted(times, swiotlb.words()));
    }
    if (coherentTimes > 1) {
      notes.add("coherent_pool= is written %d times; the last counts".formatted(coherentTimes));
    }
    return new KernelParameters(text, swiotlb, coherentPool, iommu, notes);
  }

  /** Blanks part parameters unless they are in double quotes. */
  private static List<String> parameters(String text, Consumer<String> notes) {
    var found = new ArrayList<String>();
    var word = new StringBuilder();
    var quoted = false;
    var rest = text.strip() + " ";
    for (var i = 0; i < rest.length(); i++) {
      var c = rest.charAt(i);
      quoted ^= c == '"';
      if (quoted || !Character.isWhitespace(c)) {
        word.append(c);
      } else if (word.length() > 0) {
        if (word.toString().equals(END)) {
          tellOfWhatIsBehind(rest.substring(i), notes);
          return found;
        }
        found.add(unquoted(word.toString()));
        word.setLength(0);
      }
    }
    if (word.length() > 0) {
      found.add(unquoted(word.toString().strip()));
    }
    return found;
  }

  /** Quotes about a parameter, or about its value, are taken off; those within are text. */
  private static String unquoted(String word) {
    if (word.startsWith("\"")) {
      return withoutLastQuote(word.substring(1));
    }
    var value = word.indexOf('=') + 1;
    return value > 0 && word.startsWith("\"", value)
        ? withoutLastQuote(word.substring(0, value) + word.substring(value + 1))
        : word;
  }

  private static String withoutLastQuote(String word) {
    return word.endsWith("\"") ? word.substring(0, word.length() - 1) : word;
  }

  private static void tellOfWhatIsBehind(String behind, Consumer<String> notes) {
    if (NAMES.stream().anyMatch(name -> behind.contains(name + "="))) {
      notes.accept(
          "what stands behind -- is not the kernel's, and is passed over:"
              + behind.stripTrailing());
    }
  }

  /** The kernel reads a number with its unit as far as it goes; 0 is none. */
  private static long size(String parameter, String value, Consumer<String> notes) {
    var match = SIZE.matcher(value);
    if (!match.matches()) {
      notes.accept(
          parameter
              + ": no size such as coherent_pool=512K or coherent_pool=1M, so that the kernel takes its own");
      return 0;
    }
    if (!match.group(3).isEmpty()) {
      notes.accept("%s: the kernel passes over \"%s\"".formatted(parameter, match.group(3)));
    }
    var shift =
        switch (match.group(2)) {
          case "K", "k" -> 10;
          case "M", "m" -> 20;
          case "G", "g" -> 30;
          default -> 0;
        };
    var bytes = Long.decode(match.group(1));
    if (bytes > Long.MAX_VALUE >> shift || bytes << shift > 1L << 40) {
      throw new IllegalArgumentException(parameter + " is larger than any machine's memory");
    }
    return bytes << shift;
  }
}
