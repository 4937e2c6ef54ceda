package swiotlb.study.explain;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a log that is kept as JSON, by a journal, by dmesg or by what runs containers: what is
 * said, by whom, and when. Read in bounds that no text can drive up; the object may go over several
 * lines.
 */
record JsonLine(String said, String tag, String host, Optional<Moment> moment) {
  private static final Pattern SAID =
      Pattern.compile(
          "^[{\"].{0,2000}?\"?(?:MESSAGE|msg|log|message)\" ?: ?\"((?:[^\"\\\\]++|\\\\.){0,2000}+)");
  private static final Pattern TAG = word("SYSLOG_IDENTIFIER");
  private static final Pattern HOST = word("_HOSTNAME");
  private static final Pattern SOURCE = number("_SOURCE_MONOTONIC_TIMESTAMP");
  private static final Pattern RECEIVED = number("__MONOTONIC_TIMESTAMP");
  private static final Pattern WALL = number("(?:_SOURCE|_)_REALTIME_TIMESTAMP");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
  private static final String TO_BLANKS = "ntrfb";
  private static final double MICRO = 1e6;

  private static Pattern word(String key) {
    return Pattern.compile("\"" + key + "\" ?: ?\"([^\"\\\\]{1,255})\"");
  }

  private static Pattern number(String key) {
    return Pattern.compile("\"" + key + "\" ?: ?\"?(\\d{1,17})\\b");
  }

  /** A line that is JSON and says something; others are none. */
  static Optional<JsonLine> of(String text) {
    var said = SAID.matcher(text);
    if (!said.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new JsonLine(
            LogLine.plain(ESCAPE.matcher(said.group(1)).replaceAll(JsonLine::meant)).strip(),
            first(TAG, text).orElse(""),
            first(HOST, text).orElse(""),
            moment(text)));
  }

  private static Optional<Moment> moment(String text) {
    var boot = first(SOURCE, text).or(() -> first(RECEIVED, text)).map(Long::parseLong);
    var wall = first(WALL, text).map(Long::parseLong).map(micro -> micro / MICRO);
    return boot.map(micro -> Moment.afterBoot(micro / MICRO))
        .map(m -> new Moment(m.bootSeconds(), wall.orElse(Double.NaN), m.text()));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  private static String meant(MatchResult escape) {
    var code = escape.group(1);
    return Matcher.quoteReplacement(
        code != null
            ? String.valueOf((char) Integer.parseInt(code, 16))
            : TO_BLANKS.contains(escape.group(2)) ? " " : escape.group(2));
  }
}
