package swiotlb.study.explain;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a log without what stands before and around the kernel's own words: times, priorities,
 * hosts, quotation marks, colours, carriage returns.
 *
 * @param number in what was read, from 1
 * @param bootSeconds time since boot, or NaN
 * @param wallSeconds time of a clock on the wall as far as the line has it (without a year: since
 *     the year's begin), or NaN
 * @param time as it stands in the line; empty where there is none
 * @param isForeign whether somebody else than the kernel says it, as a journal tells
 * @param text as it was read, without control characters
 * @param body the kernel's words, with the name of the device before them
 */
public record LogLine(
    long number,
    double bootSeconds,
    double wallSeconds,
    String time,
    boolean isForeign,
    String text,
    String body) {
  private static final int MOST_PREFIXES = 12;
  private static final int MOST_TIME = 40;

  /** Colours and other sequences of a terminal, and control characters; tabs become blanks. */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "\u001b\\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\u001b[@-Z\\\\-_]|[\\x00-\\x1f\\x7f\\ufeff]");

  private static final int DELETE = 0x7f;
  private static final int BYTE_ORDER_MARK = 0xfeff;

  private static final Pattern QUOTED = Pattern.compile("[>|\\s]{1,64}");
  private static final Pattern SECONDS =
      Pattern.compile("\\[ *(\\d{1,10}\\.\\d{1,9})(?: +<[ \\d.]{1,24}>)?\\] ?");
  private static final Pattern RAW =
      Pattern.compile("\\d{1,4},\\d{1,20},(\\d{1,18}),[-c+](?:,caller=\\w{1,20})?;");
  private static final Pattern SYSLOG =
      Pattern.compile(
          "([A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d)(?:[.,]\\d{1,9})? (?:\\S{1,255} )?([\\w./@-]{1,64})(?:\\[\\d{1,10}\\])?:(?: |$)");

  /** With a comma as dmesg writes it, where no host follows. */
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d)(?:([.,])(\\d{1,9}))?(Z|[+-]\\d\\d:?\\d\\d)? ?");

  private static final Pattern HOST =
      Pattern.compile("\\S{1,255} ([\\w./@-]{1,64})(?:\\[\\d{1,10}\\])?:(?: |$)");
  private static final Pattern HUMAN =
      Pattern.compile(
          "\\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4})\\] ?");

  /** What says nothing of use. */
  private static final List<Pattern> OTHERS =
      List.of(
          QUOTED,
          Pattern.compile("<\\d{1,3}>"),
          Pattern.compile("\\[ *[TC]\\d{1,9}\\] ?"),
          Pattern.compile("\\[ *[+<] *\\d{1,10}\\.\\d{1,9}>?\\] ?"),
          Pattern.compile("\\[[A-Z][a-z]{2} ?\\d{1,2} \\d\\d:\\d\\d\\] ?"),
          Pattern.compile("[a-z0-9]{3,9} *: *(?:emerg|alert|crit|err|warn|notice|info|debug) *: ?"),
          Pattern.compile("(?:\\S{1,255} )?kernel: ?"));

  /** In bounds that no text can drive up. */
  private static final Pattern JSON_SAID =
      Pattern.compile("\"MESSAGE\" ?: ?\"((?:[^\"\\\\]++|\\\\.){0,2000}+)");

  private static final Pattern JSON_TAG =
      Pattern.compile("\"SYSLOG_IDENTIFIER\" ?: ?\"([^\"]{1,64})\"");
  private static final Pattern JSON_TIME =
      Pattern.compile("\"_SOURCE_MONOTONIC_TIMESTAMP\" ?: ?\"(\\d{1,17})\"");
  private static final double MICRO = 1e6;

  private static final DateTimeFormatter HUMAN_TIME =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SYSLOG_TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  /** A leap year, so that every day of a year is one of it. */
  private static final String SOME_YEAR = " 2000";

  /** A line as it was read, of any kind. */
  public static LogLine parse(long number, String raw) {
    var text = plain(raw).strip();
    var head = new Head(text);
    if (text.startsWith("{")) {
      head.json();
    }
    head.read();
    return new LogLine(
        number, head.boot, head.wall, head.time, head.isForeign, text, head.rest.strip());
  }

  /** Most lines have nothing of it, and are not searched with a pattern. */
  private static String plain(String raw) {
    return raw.chars().allMatch(c -> c >= ' ' && c != DELETE && c != BYTE_ORDER_MARK)
        ? raw
        : CONTROLS.matcher(raw).replaceAll(LogLine::instead);
  }

  private static String instead(MatchResult match) {
    return match.group().equals("\t") ? " " : "";
  }

  /** By which lines are put in order; NaN where it has no time. */
  double order() {
    return Double.isNaN(wallSeconds) ? bootSeconds : wallSeconds;
  }

  /** The same with another line behind it, which belonged to it. */
  LogLine and(LogLine next) {
    return new LogLine(
        number,
        bootSeconds,
        wallSeconds,
        time,
        isForeign,
        text + " " + next.text,
        body + " " + next.body);
  }

  /** Takes off what stands before, piece by piece. */
  private static final class Head {
    private String rest;
    private double boot = Double.NaN;
    private double wall = Double.NaN;
    private String time = "";
    private boolean isForeign;

    Head(String text) {
      this.rest = text;
    }

    void read() {
      for (var i = 0; i < MOST_PREFIXES; i++) {
        var before = rest;
        seconds();
        clock();
        for (var other : OTHERS) {
          take(other);
        }
        if (rest.equals(before)) {
          return;
        }
      }
    }

    /** A line of a journal as JSON: what is said, by whom, and when since boot. */
    private void json() {
      var said = JSON_SAID.matcher(rest);
      if (!said.find()) {
        return;
      }
      var tag = JSON_TAG.matcher(rest);
      if (tag.find()) {
        from(tag.group(1));
      }
      var since = JSON_TIME.matcher(rest);
      if (since.find()) {
        boot = Long.parseLong(since.group(1)) / MICRO;
        say(String.format(Locale.ROOT, "%.6f", boot));
      }
      rest = said.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private boolean take(Pattern prefix) {
      return take(prefix.matcher(rest));
    }

    private boolean take(Matcher match) {
      if (!match.lookingAt() || match.end() == 0) {
        return false;
      }
      rest = rest.substring(match.end());
      return true;
    }

    private void seconds() {
      var plain = SECONDS.matcher(rest);
      if (take(plain)) {
        boot = Double.parseDouble(plain.group(1));
        say(plain.group(1));
      }
      var raw = RAW.matcher(rest);
      if (take(raw)) {
        boot = Long.parseLong(raw.group(1)) / MICRO;
        say(String.format(Locale.ROOT, "%.6f", boot));
      }
    }

    private void clock() {
      var human = HUMAN.matcher(rest);
      if (take(human)) {
        wall(human.group(1), HUMAN_TIME, "");
      }
      var syslog = SYSLOG.matcher(rest);
      if (take(syslog)) {
        wall(syslog.group(1), SYSLOG_TIME, SOME_YEAR);
        from(syslog.group(2));
      }
      var iso = ISO.matcher(rest);
      if (take(iso)) {
        wallOf(iso);
        var host = HOST.matcher(rest);
        if (!",".equals(iso.group(2)) && take(host)) {
          from(host.group(1));
        }
      }
    }

    private void from(String tag) {
      isForeign |= !tag.startsWith("kern") && !tag.equals("klogd") && !tag.equals("vmunix");
    }

    private void wall(String text, DateTimeFormatter form, String behind) {
      try {
        var plain = text.replaceAll(" +", " ") + behind;
        wall = LocalDateTime.parse(plain, form).toEpochSecond(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        wall = Double.NaN; // It looked like a time, and is none.
      }
      say(text);
    }

    private void wallOf(Matcher iso) {
      var zone = iso.group(4) == null ? "Z" : iso.group(4);
      try {
        var at =
            OffsetDateTime.parse(
                iso.group(1).replace(' ', 'T')
                    + (zone.length() == 5 ? zone.substring(0, 3) + ":" + zone.substring(3) : zone));
        var fraction = iso.group(3) == null ? 0 : Double.parseDouble("0." + iso.group(3));
        wall = at.toEpochSecond() + fraction;
      } catch (DateTimeException e) {
        wall = Double.NaN; // The same.
      }
      say(iso.group(1));
    }

    /** The kernel's own time tells more than that of a journal. */
    private void say(String text) {
      if (time.isEmpty() || !Double.isNaN(boot)) {
        time = text.length() > MOST_TIME ? text.substring(0, MOST_TIME) : text;
      }
    }
  }
}
