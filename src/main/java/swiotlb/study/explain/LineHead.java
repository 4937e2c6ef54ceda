package swiotlb.study.explain;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands before the kernel's words, taken off piece by piece. Not thread-safe. */
final class LineHead {
  private static final int MOST_PREFIXES = 12;
  private static final int MOST_TIME = 40;

  /** How often something that is not known may stand before what is. */
  private static final int MOST_SKIPPED = 2;

  private static final String TAG = "([\\w./@-]{1,64})(?:\\[\\d{1,10}\\])?:(?: |$)";
  private static final String DAY = "[A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d";
  private static final String DATE = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d";

  private static final Pattern QUOTED = Pattern.compile("[>|\\s]{1,64}");
  private static final Pattern SECONDS =
      Pattern.compile("\\[ *(\\d{1,10}\\.\\d{1,9})(?: +<[ \\d.]{1,24}>)?\\] ?");

  /** Of /dev/kmsg and of netconsole, which may have the release before and fragments behind. */
  private static final Pattern RAW =
      Pattern.compile(
          "(?:\\d{1,3}\\.[\\w.+-]{1,64},)?\\d{1,4},\\d{1,20},(\\d{1,18}),[-c+](?:,\\w{1,20}=[^,;]{1,40}){0,4};");

  private static final Pattern SYSLOG =
      Pattern.compile("(" + DAY + ")(?:[.,]\\d{1,9})? (?:(\\S{1,255}) )?" + TAG);

  /** With a comma as dmesg writes it, where no host follows; in brackets as terminals log it. */
  private static final Pattern ISO =
      Pattern.compile(
          "\\[?("
              + DATE
              + ")(?:([.,])(\\d{1,9}))?(Z|[+-]\\d\\d:?\\d\\d)?(?: [A-Z]{2,5}(?= ))?\\]? ?");

  /** Since 1970, as journalctl writes it. */
  private static final Pattern UNIX = Pattern.compile("(\\d{9,10}\\.\\d{1,6}) (?=\\S)");

  private static final Pattern HOST = Pattern.compile("(\\S{1,255}) " + TAG);

  /** Of RFC 5424: host, program, process, kind of message, further values. */
  private static final Pattern HOST_5424 =
      Pattern.compile(
          "(\\S{1,255}) ([\\w./@-]{1,64}) (?:\\d{1,10}|-) \\S{1,64} (?:-|\\[[^\\]]{0,300}\\])(?: |$)");

  private static final Pattern HUMAN =
      Pattern.compile(
          "\\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4})\\] ?");
  private static final Pattern OF_KERNEL =
      Pattern.compile("(?:(\\S{1,255}) )?kernel(?:\\[\\d{1,10}\\])?: ?");

  /** What says nothing of use. */
  private static final List<Pattern> OTHERS =
      List.of(
          QUOTED,
          Pattern.compile("<\\d{1,3}>(?:1 (?=\\d{4}-))?"),
          Pattern.compile("\\[ *[TC]\\d{1,9}\\] ?"),
          Pattern.compile("\\[ *[+<] *\\d{1,10}\\.\\d{1,9}>?\\] ?"),
          Pattern.compile("\\[[A-Z][a-z]{2} ?\\d{1,2} \\d\\d:\\d\\d\\] ?"),
          Pattern.compile("\\[\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?\\] ?"),
          Pattern.compile("[A-Z][a-z]{2} (?=" + DATE + ")"),
          Pattern.compile("\\d{4} (?=" + DAY + ")"),
          Pattern.compile(
              "\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} +\\d{1,10} +\\d{1,10} [VDIWEF] "),
          Pattern.compile("\\(XEN\\) ?"),
          Pattern.compile("MESSAGE="),
          Pattern.compile(
              "[a-z0-9]{3,9} *: *(?:emerg|alert|crit|err|warn|notice|info|debug) *: ?"));

  /** By which the beginning of the kernel's line is known behind what is not. */
  private static final Pattern MARK =
      Pattern.compile(
          "\\[ *\\d{1,10}\\.\\d{1,9}\\] ?[^\\s:]|"
              + DAY
              + " \\S{1,255} kernel: |"
              + DATE
              + "|(?<=[\\s:])kernel(?:\\[\\d{1,10}\\])?: ");

  private static final int MOST_BEFORE_MARK = 300;
  private static final String VERSION = "Linux version ";
  private static final double MICRO = 1e6;

  private static final DateTimeFormatter HUMAN_TIME =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SYSLOG_TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  /** A leap year, so that every day of a year is one of it. */
  private static final String SOME_YEAR = " 2000";

  private String rest;
  private double boot = Double.NaN;
  private double wall = Double.NaN;
  private String time = "";
  private String host = "";
  private boolean isOfKernel;
  private boolean isForeign;

  private LineHead(String text) {
    this.rest = text;
  }

  /** Of a line without control characters. */
  static LineHead of(String text) {
    var head = new LineHead(text);
    JsonLine.of(text).ifPresent(head::json);
    head.read();
    for (var i = 0; i < MOST_SKIPPED && head.skip(); i++) {
      head.read();
    }
    return head;
  }

  Moment moment() {
    return new Moment(boot, wall, time);
  }

  Origin origin() {
    return new Origin(host, 0, isForeign);
  }

  /** The kernel's words. */
  String body() {
    return rest.strip();
  }

  private void json(JsonLine line) {
    if (!line.tag().isEmpty()) {
      from(line.host(), line.tag());
    }
    line.moment()
        .ifPresent(
            moment -> {
              boot = moment.bootSeconds();
              wall = moment.wallSeconds();
              say(moment.text());
            });
    rest = line.said();
  }

  private void read() {
    for (var i = 0; i < MOST_PREFIXES; i++) {
      var before = rest;
      seconds();
      clock();
      for (var other : OTHERS) {
        take(other.matcher(rest));
      }
      var kernel = OF_KERNEL.matcher(rest);
      if (take(kernel)) {
        from(kernel.group(1), "kernel");
      }
      if (rest.equals(before)) {
        return;
      }
    }
  }

  /** Names of files, of containers, numbers of lines: whatever others have put before. */
  private boolean skip() {
    if (!Double.isNaN(boot) || isOfKernel || isForeign || rest.startsWith(VERSION)) {
      return false;
    }
    var mark = MARK.matcher(rest).region(0, Math.min(rest.length(), MOST_BEFORE_MARK));
    if (!mark.useTransparentBounds(true).find() || mark.start() == 0) {
      return false;
    }
    rest = rest.substring(mark.start());
    return true;
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
      var moment = Moment.afterBoot(Long.parseLong(raw.group(1)) / MICRO);
      boot = moment.bootSeconds();
      say(moment.text());
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
      from(syslog.group(2), syslog.group(3));
    }
    var unix = UNIX.matcher(rest);
    if (take(unix)) {
      wall = Double.parseDouble(unix.group(1));
      say(unix.group(1));
      host();
    }
    var iso = ISO.matcher(rest);
    if (take(iso)) {
      wallOf(iso);
      if (!",".equals(iso.group(2))) {
        host();
      }
    }
  }

  private void host() {
    var named = HOST.matcher(rest);
    var named5424 = HOST_5424.matcher(rest);
    if (take(named)) {
      from(named.group(1), named.group(2));
    } else if (take(named5424)) {
      from(named5424.group(1), named5424.group(2));
    }
  }

  private void from(@Nullable String name, String tag) {
    isOfKernel = tag.startsWith("kern") || tag.equals("klogd") || tag.equals("vmunix");
    isForeign |= !isOfKernel;
    host = name == null ? host : name;
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
