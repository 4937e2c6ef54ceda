package swiotlb.trace.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.file.TimeText;
import swiotlb.trace.file.TraceMessage;

/**
 * The life of a mapping in plain sentences: which areas were searched and why each refused, what
 * was queued, which pool served it, and what it cost.
 */
public final class Explanation {
  private static final long NS_PER_DIGITS = 1000;
  private static final String[] FAILURES = {
    "NO_MEMORY", "the allocator has no slots at all",
    "TOO_LARGE", "it is larger than a slot set, padding included",
    "NO_FREE_RUN", "no area has a long enough free run, and the allocator may not grow",
    "NO_ACCEPTABLE_START", "no free run begins where the device accepts it",
    "TRANSIENT_REFUSED", "no pages could be had for a transient pool",
    "TRANSIENT_DOES_NOT_FIT", "it does not fit the pages that were had for a transient pool",
    "NOT_REACHABLE", "the slots lie where the device does not reach"
  };

  private final List<String> sentences = new ArrayList<>();
  private final Refusals refusals = new Refusals();
  private final Life life;
  private @Nullable TraceMessage request;
  private @Nullable TraceMessage mapped;
  private int tries;
  private int searches;

  private Explanation(Life life) {
    this.life = life;
  }

  /** Tells the life of a mapping; a sentence or a few on each line. */
  public static List<String> of(Life life) {
    var explanation = new Explanation(life);
    explanation.tell();
    return List.copyOf(explanation.sentences);
  }

  private void tell() {
    if (life.messages().isEmpty()) {
      say("The trace has no message about mapping " + life.mapping() + ".");
      return;
    }
    life.messages().forEach(this::tell);
    life.asides().forEach(this::tellAside);
    if (mapped != null) {
      say("The trace ends before it is given back.");
    }
  }

  private void tell(TraceMessage message) {
    refusals.read(message);
    switch (message.type()) {
      case "Area.MapRequest" -> asked(message);
      case "Allocator.Exhausted" -> exhausted(message);
      case "MapClient.Waits" -> say("It sleeps until the allocator has grown.");
      case "AtomicPool.Take" -> transientWanted(message);
      case "AtomicPool.Refused" -> say("It is refused.");
      case "AtomicPool.Granted" -> granted(message);
      case "Area.TransientDoesNotFit" -> sayAll(refusals.take(slots()));
      case "MapClient.Mapped" -> mapped(message);
      case "MapClient.MapFailed" -> failed(message, "reason");
      case "Device.TransferDone" -> transferred(message);
      case "Device.Retry" -> retried(message);
      case "MapClient.Synced" -> synced(message);
      case "Area.Unmap" -> unmap(message);
      case "MapClient.Unmapped" -> unmapped(message);
      default -> {
        // Of no interest beside the others.
      }
    }
  }

  // Asking.

  private void asked(TraceMessage message) {
    var fields = message.fields();
    if (fields.has("refusedBy") || ActorNames.isTransient(message.to())) {
      return;
    }
    if (!message.from().startsWith("/device-")) {
      sayAll(refusals.take(slots()));
      say("A pool has been added: from " + time(message.sentNs()) + " on it searches anew.");
      return;
    }
    tries++;
    searches = 0;
    request = message;
    say(
        (tries == 1 ? "" : "Try " + tries + ": ")
            + "Device "
            + ActorNames.device(message.from())
            + " asks at "
            + time(message.atNs())
            + " on CPU "
            + fields.number("request.cpu")
            + (isAtomic() ? ", where nothing may wait," : ", where it may sleep,")
            + " for a bounce buffer of "
            + bytes(fields.number("request.demand.sizeBytes"))
            + ": "
            + count(slots(), "slot")
            + alignment(fields.number("request.demand.offsetBytes"))
            + ", for 0x"
            + Long.toHexString(fields.number("request.demand.originalAddress"))
            + ".");
  }

  private static String alignment(long offsetBytes) {
    return offsetBytes > 0 ? " with " + bytes(offsetBytes) + " of padding" : "";
  }

  private boolean isAtomic() {
    return request != null && request.fields().at("request.interrupt").asBoolean();
  }

  private long slots() {
    return request == null ? 0 : request.fields().number("request.demand.slots");
  }

  private void exhausted(TraceMessage message) {
    searches++;
    sayAll(refusals.take(slots()));
    var areas = message.fields().number("cost.areas");
    say(
        "No area has room: after "
            + count(areas, "area")
            + " and "
            + time(message.fields().number("cost.searchNs"))
            + " of search"
            + (searches > 1 ? " in all" : "")
            + " the allocator is told at "
            + time(message.atNs())
            + "."
            + (asksForGrowth(message) ? growthAsked(message) : ""));
  }

  /** Where the allocator may not grow, the failure follows at once. */
  private boolean asksForGrowth(TraceMessage exhausted) {
    return life.messages().stream()
        .noneMatch(m -> m.cause() == exhausted.id() && m.type().equals("MapClient.MapFailed"));
  }

  private String growthAsked(TraceMessage exhausted) {
    var queues =
        life.asides().stream().anyMatch(m -> m.cause() == exhausted.id() && isGrowth(m, "QUEUED"));
    return queues ? " Growth is queued." : " Growth had been queued already.";
  }

  private static boolean isGrowth(TraceMessage message, String event) {
    return message.type().equals("Allocator.GrowthNoted")
        && message.fields().text("step.event").orElse("").equals(event);
  }

  private void transientWanted(TraceMessage message) {
    say(
        (isAtomic() ? "Since it cannot wait, a" : "A")
            + " transient pool of "
            + count(message.fields().number("slots"), "slot")
            + " is tried, from "
            + (message.fields().at("decrypted").asBoolean()
                ? "the coherent pool."
                : "pages that can be had at once."));
  }

  private void granted(TraceMessage message) {
    say("They are had, at 0x" + Long.toHexString(message.fields().number("range.start")) + ".");
  }

  // Being mapped.

  private void mapped(TraceMessage message) {
    sayAll(refusals.take(slots()));
    mapped = message;
    var fields = message.fields();
    var first = fields.number("slot");
    say(
        where(message)
            + " serves it at "
            + time(message.atNs())
            + (slots() > 1
                ? " with slots " + first + " to " + (first + slots() - 1)
                : " with slot " + first)
            + ". It took "
            + time(request == null ? 0 : message.atNs() - request.atNs())
            + costs(message)
            + left(message)
            + ".");
  }

  private static String where(TraceMessage message) {
    var pool = ActorNames.pool(message.from());
    var text =
        ActorNames.isTransient(message.from())
            ? pool
            : "area " + Math.max(0, message.fields().number("left.area")) + " of " + pool;
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String costs(TraceMessage message) {
    var fields = message.fields();
    var words = new ArrayList<String>();
    cost(words, "waiting for locks", fields.number("cost.lockWaitNs"));
    cost(words, "searching", fields.number("cost.searchNs"));
    cost(words, "waiting for a pool", fields.number("cost.waitNs"));
    cost(words, "making the transient pool", fields.number("cost.transientNs"));
    return words.isEmpty() ? "" : ": " + String.join(", ", words);
  }

  private static void cost(List<String> words, String what, long ns) {
    if (ns > 0) {
      words.add(time(ns) + " " + what);
    }
  }

  private static String left(TraceMessage message) {
    var used = message.fields().number("left.usedSlots");
    return used < 0 || ActorNames.isTransient(message.from())
        ? ""
        : "; the area then has " + count(used, "slot") + " in use";
  }

  private void failed(TraceMessage message, String reason) {
    sayAll(refusals.take(slots()));
    var fields = message.fields();
    var name = fields.text(reason).orElse("unknown");
    var total = fields.number("totalSlots");
    say(
        "It fails at "
            + time(message.atNs())
            + ": "
            + inWords(name)
            + (total < 0
                ? ""
                : "; " + fields.number("usedSlots") + " of " + total + " slots are in use")
            + run(fields.number("largestFreeRun"))
            + ".");
  }

  private static String run(long longest) {
    return longest < 0 ? "" : ", the longest free run met had " + count(longest, "slot");
  }

  private static String inWords(String failure) {
    for (var i = 0; i < FAILURES.length; i += 2) {
      if (FAILURES[i].equals(failure)) {
        return FAILURES[i + 1];
      }
    }
    return failure.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void retried(TraceMessage message) {
    if (request == null && message.fields().has("reason")) {
      say(
          "Its device "
              + ActorNames.device(message.to())
              + " asked nobody: "
              + inWords(message.fields().text("reason").orElse(""))
              + ".");
    }
    say("Its request is looked at again at " + time(message.atNs()) + ".");
  }

  // Being used.

  private void transferred(TraceMessage message) {
    var beganNs = message.fields().number("beganNs");
    if (beganNs >= 0) {
      say(
          "The device has it from "
              + time(beganNs)
              + " and is done at "
              + time(message.atNs())
              + ".");
    }
  }

  private void synced(TraceMessage message) {
    say(
        "At "
            + time(message.atNs())
            + " "
            + bytes(message.fields().number("bytes"))
            + " of it are synchronised.");
  }

  private void unmap(TraceMessage message) {
    var words = new ArrayList<String>();
    cost(words, "copying in", message.fields().number("copyInNs"));
    cost(words, "looking for its pool", message.fields().number("lookUpNs"));
    cost(words, "copying back", message.fields().number("copyBackNs"));
    say(
        "The driver gives it back at "
            + time(message.atNs())
            + (words.isEmpty() ? "" : ", having spent " + String.join(", ", words))
            + ".");
  }

  private void unmapped(TraceMessage message) {
    var fields = message.fields();
    var waitedNs = fields.number("left.lockWaitNs");
    var held = mapped == null ? "" : " after " + time(message.sentNs() - mapped.atNs());
    say(
        count(fields.number("slots"), "slot")
            + " of "
            + ActorNames.pool(message.from())
            + (fields.number("slots") == 1 ? " is" : " are")
            + " free again at "
            + time(message.atNs())
            + held
            + (waitedNs > 0 ? ", of which " + time(waitedNs) + " for the lock" : "")
            + ".");
    mapped = null;
  }

  // What it caused besides.

  private void tellAside(TraceMessage message) {
    if (message.type().equals("AtomicPool.Unread")) {
      say(
          "The memory of its transient pool comes back at "
              + time(message.atNs())
              + ", when nobody can read it any more.");
    } else if (isGrowth(message, "PUBLISHED")) {
      say(
          "Growth that it led to adds a pool of "
              + count(message.fields().number("step.slots"), "slot")
              + " in "
              + count(message.fields().number("step.areas"), "area")
              + " at "
              + time(message.atNs())
              + ".");
    } else if (isGrowth(message, "FAILED")) {
      say(
          "Growth that it led to finds no memory, not even for "
              + count(message.fields().number("step.slots"), "slot")
              + ", at "
              + time(message.atNs())
              + ".");
    }
  }

  // Words.

  private void sayAll(List<String> more) {
    more.forEach(this::say);
  }

  private void say(String sentence) {
    sentences.add(sentence);
  }

  /** To four digits or so: 3.987 ms, 34.16 us. */
  private static String time(long ns) {
    var unit = 1L;
    while (Math.abs(ns) / unit >= NS_PER_DIGITS * NS_PER_DIGITS) {
      unit *= NS_PER_DIGITS;
    }
    return TimeText.of(unit == 1 ? ns : Math.round(ns / (double) unit) * unit);
  }

  private static String bytes(long bytes) {
    return bytes % 1024 == 0 && bytes > 0 ? bytes / 1024 + " KiB" : bytes + " bytes";
  }

  private static String count(long n, String thing) {
    return n + " " + thing + (n == 1 ? "" : "s");
  }
}
