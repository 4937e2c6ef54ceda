package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import swiotlb.input.Words;
import swiotlb.kernel.slot.SlotUnits;

/**
 * What the kernel has read of {@code swiotlb=[SLOTS][,AREAS][,force|noforce]}, which may be written
 * several times (release notes, section 1); kernels with a patch take {@code any} before the words.
 * The kernel reads as far as it understands and passes over the rest without a word; what it passes
 * over is told here.
 *
 * @param asked the slots that were written last, as they were written; -1 where none were
 * @param slots after the rounding that reading does at once; the build's default where none were
 *     written
 * @param areas a power of two; 0 where none were written
 * @param force every device bounces
 * @param noforce there is no software IO TLB
 * @param tracksHiwater the high-water mark is kept (from 7.3)
 * @param anywhere the pool may lie anywhere in memory (with a patch)
 * @param kernel whose parameter it is: it has the default, and counts in its slots
 */
public record SwiotlbParameter(
    long asked,
    int slots,
    int areas,
    boolean force,
    boolean noforce,
    boolean tracksHiwater,
    boolean anywhere,
    KernelBuild kernel) {
  /** The parameter of a kernel that was given none. */
  public static final SwiotlbParameter ABSENT = absent(KernelBuild.of(Release.DEFAULT));

  private static final long MOST_SLOTS = 1L << 24;
  private static final long MOST_AREAS = 1L << 12;
  private static final Pattern SUFFIX = Pattern.compile("(?<unit>[KkMmGg])(i?[Bb])?(,.*)?");
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|\\d+");
  private static final List<String> WORDS = List.of("force", "noforce", "track_hiwater");

  /** The same of another build. */
  static SwiotlbParameter absent(KernelBuild kernel) {
    return new SwiotlbParameter(-1, kernel.defaultSlots(), 0, false, false, false, false, kernel);
  }

  /** The build's default. */
  public int defaultSlots() {
    return kernel.defaultSlots();
  }

  /** Units of the build's slots. */
  public SlotUnits units() {
    return kernel.units();
  }

  /** Whether slots are the default, which the kernel takes for none written. */
  boolean hasDefaultSlots() {
    return slots == defaultSlots();
  }

  /**
   * Reads one value in which the kernel passes over nothing.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static SwiotlbParameter parse(String value) {
    var notes = new ArrayList<String>();
    var read = ABSENT.read(value, notes::add);
    if (!notes.isEmpty()) {
      throw new IllegalArgumentException(
          notes.get(0) + "; write SLOTS[,AREAS][,force|noforce], such as swiotlb=512,4,force");
    }
    return read;
  }

  /**
   * Reads one more value: numbers replace those before, words add up.
   *
   * @param notes hears what is read differently than it looks
   * @throws IllegalArgumentException if a number is beyond any machine
   */
  public SwiotlbParameter read(String value, Consumer<String> notes) {
    var release = kernel.release();
    var rest = new Rest(value, notes, units());
    var newAsked = asked;
    var newSlots = slots;
    var newAreas = areas;
    if (rest.beginsWithDigit()) {
      newAsked = rest.number(MOST_SLOTS, "slots");
      newSlots = (int) units().roundUpToSlotSet(newAsked);
    }
    if (rest.text.isEmpty() || rest.text.charAt(0) == ',') {
      rest.skip(",");
      if (rest.beginsWithDigit()) {
        newAreas = BootSizing.areas(rest.number(MOST_AREAS, "areas"));
        newSlots = BootSizing.slots(units(), newSlots, newAreas);
      }
      rest.skip(",");
    }
    var isAnywhere = kernel.knowsAny() && rest.skip("any");
    if (isAnywhere) {
      rest.skip(",");
    }
    var read =
        new SwiotlbParameter(
            newAsked,
            newSlots,
            newAreas,
            force,
            noforce,
            tracksHiwater,
            anywhere || isAnywhere,
            kernel);
    return release.isFrom(7, 3) ? read.wordsByBeginning(rest) : read.oneWord(rest, release);
  }

  /** Before 7.3 all that is left must be one word. */
  private SwiotlbParameter oneWord(Rest rest, Release release) {
    return switch (rest.text) {
      case "" -> this;
      case "force" -> withWords(true, false, false);
      case "noforce" -> withWords(false, true, false);
      default -> {
        rest.passOver(release);
        yield this;
      }
    };
  }

  /** From 7.3 on words are known by their beginning, in this order. */
  private SwiotlbParameter wordsByBeginning(Rest rest) {
    var forces = rest.skip("force");
    var forcesNot = !forces && rest.skip("noforce");
    rest.skip(",");
    var tracks = rest.skip("track_hiwater");
    if (!rest.text.isEmpty()) {
      rest.passOver(Release.NEWEST);
    }
    return withWords(forces, forcesNot, tracks);
  }

  private SwiotlbParameter withWords(boolean forces, boolean forcesNot, boolean tracks) {
    return new SwiotlbParameter(
        asked,
        slots,
        areas,
        force || forces,
        noforce || forcesNot,
        tracksHiwater || tracks,
        anywhere,
        kernel);
  }

  /** The same with another number of slots, which nobody wrote. */
  SwiotlbParameter withSlots(int others) {
    return new SwiotlbParameter(
        asked, others, areas, force, noforce, tracksHiwater, anywhere, kernel);
  }

  /** The same on a machine that is never forced. */
  SwiotlbParameter withoutForce() {
    return new SwiotlbParameter(
        asked, slots, areas, false, noforce, tracksHiwater, anywhere, kernel);
  }

  /** What all values together say; it may be more than one value could. */
  String words() {
    var words = new ArrayList<String>();
    if (asked >= 0) {
      words.add(slots + " slots");
    }
    if (areas > 0) {
      words.add(areas == 1 ? "1 area" : areas + " areas");
    }
    if (anywhere) {
      words.add("any");
    }
    if (force) {
      words.add("force");
    }
    if (noforce) {
      words.add(force ? "noforce, which leaves no pool" : "noforce");
    }
    if (tracksHiwater) {
      words.add("track_hiwater");
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /** What of a value is still to be read. */
  private static final class Rest {
    private final String value;
    private final Consumer<String> notes;
    private final SlotUnits units;
    private String text;

    Rest(String value, Consumer<String> notes, SlotUnits units) {
      this.value = value;
      this.notes = notes;
      this.units = units;
      this.text = value;
    }

    boolean beginsWithDigit() {
      return !text.isEmpty() && isDigit(text.charAt(0), 10);
    }

    boolean skip(String what) {
      if (!text.startsWith(what)) {
        return false;
      }
      text = text.substring(what.length());
      return true;
    }

    /** Decimal, hexadecimal after 0x, octal after 0. */
    long number(long most, String of) {
      var radix = 10;
      var begin = 0;
      if (text.length() > 2
          && (text.startsWith("0x") || text.startsWith("0X"))
          && isDigit(text.charAt(2), 16)) {
        radix = 16;
        begin = 2;
      } else if (text.charAt(0) == '0') {
        radix = 8;
      }
      var end = begin;
      var number = 0L;
      while (end < text.length() && isDigit(text.charAt(end), radix)) {
        number =
            Math.min(
                Long.MAX_VALUE >> 4, number * radix + Character.digit(text.charAt(end), radix));
        end++;
      }
      var digits = text.substring(0, end);
      if (number > most) {
        throw new IllegalArgumentException(
            "swiotlb= asks for " + digits + " " + of + "; at most " + most + " make sense");
      }
      if (radix == 8 && digits.length() > 1) {
        notes.accept(
            "swiotlb=%s: %s begins with 0 and is octal, %d".formatted(value, digits, number));
      }
      text = text.substring(end);
      return number;
    }

    private static boolean isDigit(char c, int radix) {
      return c < 128 && Character.digit(c, radix) >= 0;
    }

    /** Tells of what the kernel does not read. */
    void passOver(Release release) {
      notes.accept(
          "swiotlb=%s: the kernel passes over \"%s\"%s".formatted(value, text, why(release)));
    }

    private String why(Release release) {
      var suffix = SUFFIX.matcher(text);
      var before = value.substring(0, value.length() - text.length());
      if (suffix.matches() && !before.isEmpty() && NUMBER.matcher(before).matches()) {
        return sizeInstead(before, suffix.group("unit"));
      }
      var word = text.replaceFirst("^,+", "").split(",", 2)[0];
      if (word.equals("any")) {
        return ", a word of kernels with a patch, for a pool anywhere in memory: here it changes nothing; kernel.patches = any is such a kernel";
      }
      if (WORDS.contains(word)) {
        if (release.isFrom(7, 3)) {
          return ": the order is force or noforce, one of them, and then track_hiwater";
        }
        return text.contains("track_hiwater")
            ? ": track_hiwater came with 7.3, and before it force must be the last word"
            : ": such a word must be the last one, without a comma behind it";
      }
      return Words.nearest(word, WORDS).map(near -> "; is " + near + " meant?").orElse("");
    }

    private String sizeInstead(String number, String unit) {
      var shift =
          switch (unit) {
            case "K", "k" -> 10;
            case "M", "m" -> 20;
            default -> 30;
          };
      var read = new Rest(number, note -> {}, units).number(Long.MAX_VALUE >> 4, "slots");
      var meant = read > Long.MAX_VALUE >> (4 + shift) ? 0 : units.ofBytes(read << shift);
      return ", since a number counts slots of %s: it reads %d of them"
              .formatted(BootNotes.size(units.slotBytes()), read)
          + (meant == 0 || meant > MOST_SLOTS
              ? ""
              : "; %s %siB would be swiotlb=%d"
                  .formatted(number, unit.toUpperCase(Locale.ROOT), meant));
    }
  }
}
