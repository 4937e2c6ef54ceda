package swiotlb.study.explain;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A line of a log without what stands before and around the kernel's own words: times, priorities,
 * hosts, quotation marks, colours, carriage returns.
 *
 * @param number in what was read, from 1
 * @param moment when it was written
 * @param origin who wrote it
 * @param text as it was read, without control characters
 * @param body the kernel's words, with the name of the device before them
 */
public record LogLine(long number, Moment moment, Origin origin, String text, String body) {

  /** Colours and other sequences of a terminal, and control characters; tabs become blanks. */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "\u001b\\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\u001b[@-Z\\\\-_]|[\\x00-\\x1f\\x7f\\ufeff]");

  private static final int DELETE = 0x7f;
  private static final int BYTE_ORDER_MARK = 0xfeff;

  /** A line as it was read, of any kind. */
  public static LogLine parse(long number, String raw) {
    var text = plain(raw).strip();
    var head = LineHead.of(text);
    return new LogLine(number, head.moment(), head.origin(), text, head.body());
  }

  /** Without control characters; most lines have none, and are not searched with a pattern. */
  static String plain(String raw) {
    return raw.chars().allMatch(c -> c >= ' ' && c != DELETE && c != BYTE_ORDER_MARK)
        ? raw
        : CONTROLS.matcher(raw).replaceAll(LogLine::instead);
  }

  private static String instead(MatchResult match) {
    return match.group().equals("\t") ? " " : "";
  }

  /** Time since boot, in seconds, or NaN. */
  public double bootSeconds() {
    return moment.bootSeconds();
  }

  /** When it was, as it stands in the line; empty where there is nothing. */
  public String time() {
    return moment.text();
  }

  /** Whether somebody else than the kernel says it. */
  boolean isForeign() {
    return origin.isForeign();
  }

  /** The same with another line behind it, which belonged to it. */
  LogLine and(String between, LogLine next) {
    return new LogLine(
        number, moment, origin, text + between + next.text, body + between + next.body);
  }

  /** The same at a moment that another line told. */
  LogLine at(Moment other) {
    return new LogLine(number, other, origin, text, body);
  }

  /** The same, as the boot of that number said it. */
  LogLine inBoot(int boot) {
    return new LogLine(number, moment, origin.inBoot(boot), text, body);
  }
}
