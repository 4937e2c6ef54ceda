package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the rows of a paste: takes off what a log or a mail puts before a line, and joins what a
 * mail program has wrapped. Not thread-safe; one for each paste.
 */
final class BuddyPaste {
  private static final int MAX_LINES = 4096;
  private static final int MAX_LINE_CHARS = 400;
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  /** Marks of a quotation, then date, host and time of a log. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "^[>|\\s]{0,20}(?:<\\d{1,3}>)?"
              + "(?:(?:\\w{3}\\s+\\d{1,2}\\s[\\d:.]{8,20}|[\\dT:.+-]{19,40})\\s+\\S{1,64}"
              + "\\s+kernel:\\s*)?"
              + "(?:\\[[\\s\\d.]{5,20}\\]\\s*)?(?:\\[\\s*[TC]\\d{1,9}\\]\\s*)?");

  private static final Pattern NUMBERS = Pattern.compile("[\\d\\s]+");
  private static final Pattern HEAD =
      Pattern.compile("Node\\s+\\d{1,5},?(?:\\s+zone)?(?:\\s+\\w{1,16}:?)?|zone\\s+\\w{1,16}");
  private static final Pattern BEGINS_LOG = Pattern.compile("\\w:\\s*\\d{1,12}\\*\\d{1,9}kB");
  private static final Pattern ENDS_LOG = Pattern.compile("=\\s*\\d{1,15}kB$");
  private static final Pattern LOG_PART = Pattern.compile("[\\d\\s*kB()A-Z=]+");

  private final CrashTable crash = new CrashTable();
  private final List<BuddyRow> rows = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private int openLine;
  private int joined;

  /** A line that tells of no free blocks. */
  record Other(int line, String text) {}

  /**
   * Reads all lines.
   *
   * @throws IllegalArgumentException naming a line that is damaged
   */
  BuddyPaste(String text) {
    var lines = LINE_BREAK.split(text, MAX_LINES + 1);
    if (lines.length > MAX_LINES) {
      throw new IllegalArgumentException("more than " + MAX_LINES + " lines");
    }
    for (var i = 0; i < lines.length; i++) {
      if (lines[i].length() > MAX_LINE_CHARS) {
        throw wrong(i + 1, "is " + lines[i].length() + " characters long");
      }
      take(i + 1, BEFORE.matcher(lines[i]).replaceFirst("").strip());
    }
    close();
    rows.addAll(crash.rows());
  }

  static IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException("line " + line + " " + what);
  }

  private void take(int number, String line) {
    if (line.isEmpty()) {
      return;
    }
    if (continues(line)) {
      open.append(' ').append(line);
      joined++;
      if (open.length() > 2 * MAX_LINE_CHARS) {
        throw wrong(openLine, "goes on for more than " + 2 * MAX_LINE_CHARS + " characters");
      }
      return;
    }
    close();
    try {
      if (!crash.take(number, line)) {
        open.append(line);
        openLine = number;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private boolean continues(String line) {
    if (open.isEmpty()) {
      return false;
    }
    if (BEGINS_LOG.matcher(open).find()) {
      return !ENDS_LOG.matcher(open).find() && LOG_PART.matcher(line).matches();
    }
    if (HEAD.matcher(open).matches()) {
      return !line.startsWith("Node");
    }
    return NUMBERS.matcher(line).matches() && BuddyRow.of(openLine, open.toString()).isPresent();
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    var text = open.toString();
    open.setLength(0);
    if (BEGINS_LOG.matcher(text).find() && !ENDS_LOG.matcher(text).find()) {
      throw wrong(openLine, "is cut: it does not end with all that is free, such as = 36400kB");
    }
    try {
      BuddyRow.of(openLine, text)
          .ifPresentOrElse(rows::add, () -> others.add(new Other(openLine, text)));
    } catch (IllegalArgumentException e) {
      throw wrong(openLine, String.valueOf(e.getMessage()));
    }
  }

  /** What was found. */
  List<BuddyRow> rows() {
    return List.copyOf(rows);
  }

  /** All other lines, in their order. */
  List<Other> others() {
    return List.copyOf(others);
  }

  /** How many lines go on with one before them. */
  int joined() {
    return joined;
  }
}
