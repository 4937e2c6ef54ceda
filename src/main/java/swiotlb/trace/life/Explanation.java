package swiotlb.trace.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.store.TraceMessage;

/**
 * The life of a mapping in plain sentences: which areas were searched and why each refused, what
 * was queued, which pool served it, and what it cost.
 */
public final class Explanation {
  /** What a device can find out without asking anybody. */
  private static final Set<String> OF_THE_DEVICE =
      Set.of("NO_MEMORY", "TOO_LARGE", "NOT_REACHABLE");

  private final List<String> sentences = new ArrayList<>();
  private final Refusals refusals = new Refusals();
  private final Life life;
  private final boolean isWhole;
  private @Nullable TraceMessage request;
  private @Nullable TraceMessage mapped;
  private boolean hasFailed;
  private int tries;
  private long transfer = TraceMessage.UNKNOWN;
  private int transferTold;
  private int searches;

  private Explanation(Life life, boolean isWhole) {
    this.life = life;
    this.isWhole = isWhole;
  }

  /**
   * Tells the life of a mapping; a sentence or a few on each line.
   *
   * @param isWhole whether everything about it was recorded; else what there is no message of is
   *     not known, and is not told as if it had not happened
   */
  public static List<String> of(Life life, boolean isWhole) {
    var explanation = new Explanation(life, isWhole);
    explanation.tell();
    return List.copyOf(explanation.sentences);
  }

  private void tell() {
    if (life.messages().isEmpty()) {
      say("The trace has no message about mapping " + life.mapping() + ".");
      return;
    }
    life.messages().forEach(this::tell);
    if (life.messages().get(life.messages().size() - 1).type().equals("Device.Retry")) {
      say("No message of the trace asks for it after that.");
    }
    life.asides().forEach(message -> Aftermath.sentence(message).ifPresent(this::say));
    if (mapped != null) {
      say("No message of the trace gives it back.");
    }
    if (sentences.isEmpty()) {
      say(
          "The trace holds "
              + Phrases.count(life.messages().size(), "message")
              + " about it, and none of those that tell what became of it.");
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
      say(
          "A pool has been added: from "
              + Phrases.time(message.sentNs())
              + " on it searches anew.");
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
            + Phrases.time(message.sentNs())
            + " on CPU "
            + fields.number("request.cpu")
            + (isAtomic() ? ", where nothing may wait," : ", where it may sleep,")
            + " for a bounce buffer of "
            + Phrases.bytes(fields.number("request.demand.sizeBytes"))
            + ": "
            + Phrases.count(slots(), "slot")
            + alignment(fields.number("request.demand.offsetBytes"))
            + ", for 0x"
            + Long.toHexString(fields.number("request.demand.originalAddress"))
            + ".");
  }

  private static String alignment(long offsetBytes) {
    return offsetBytes > 0 ? " with " + Phrases.bytes(offsetBytes) + " of padding" : "";
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
    var searchNs = message.fields().number("cost.searchNs"); // On real threads it costs nothing.
    say(
        "No area has room: after "
            + Phrases.count(areas, "area")
            + (searchNs > 0 ? " and " + Phrases.time(searchNs) + " of search" : "")
            + (searches > 1 ? " in all" : "")
            + " the allocator is told at "
            + Phrases.time(message.atNs())
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
        life.asides().stream()
            .anyMatch(m -> m.cause() == exhausted.id() && Aftermath.isGrowth(m, "QUEUED"));
    return queues ? " Growth is queued." : isWhole ? " Growth had been queued already." : "";
  }

  private void transientWanted(TraceMessage message) {
    say(
        (isAtomic() ? "Since it cannot wait, a" : "A")
            + " transient pool of "
            + Phrases.count(message.fields().number("slots"), "slot")
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
            + Phrases.time(message.atNs())
            + (slots() > 1
                ? " with slots " + first + " to " + (first + slots() - 1)
                : " with slot " + first)
            + "."
            + took(message)
            + left(message));
  }

  private static String where(TraceMessage message) {
    var pool = ActorNames.pool(message.from());
    var text =
        ActorNames.isTransient(message.from())
            ? pool
            : "area " + Math.max(0, message.fields().number("left.area")) + " of " + pool;
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String took(TraceMessage message) {
    return request == null
        ? ""
        : " It took " + Phrases.time(message.atNs() - request.sentNs()) + costs(message) + ".";
  }

  private static String costs(TraceMessage message) {
    var fields = message.fields();
    var words = new ArrayList<String>();
    Phrases.cost(words, "waiting for locks", fields.number("cost.lockWaitNs"));
    Phrases.cost(words, "searching", fields.number("cost.searchNs"));
    Phrases.cost(words, "waiting for a pool", fields.number("cost.waitNs"));
    Phrases.cost(words, "making the transient pool", fields.number("cost.transientNs"));
    return words.isEmpty() ? "" : ": " + String.join(", ", words);
  }

  private static String left(TraceMessage message) {
    var used = message.fields().number("left.usedSlots");
    return used < 0 || ActorNames.isTransient(message.from())
        ? ""
        : " The area then has " + Phrases.count(used, "slot") + " in use.";
  }

  private void failed(TraceMessage message, String reason) {
    hasFailed = true;
    sayAll(refusals.take(slots()));
    var fields = message.fields();
    var name = fields.text(reason).orElse("unknown");
    var total = fields.number("totalSlots");
    say(
        "It fails at "
            + Phrases.time(message.atNs())
            + ": "
            + Phrases.inWords(name)
            + (total < 0 ? "" : use(fields.number("usedSlots"), total))
            + run(fields.number("largestFreeRun"))
            + ".");
  }

  /** The kernel counts slots of transient pools as used, and not among those that there are. */
  private static String use(long used, long total) {
    return used <= total
        ? "; " + used + " of " + total + " slots are in use"
        : "; "
            + used
            + " slots are in use, transient ones among them, of "
            + total
            + " lasting ones";
  }

  private static String run(long longest) {
    return longest < 0 ? "" : ", the longest free run met had " + Phrases.count(longest, "slot");
  }

  private void retried(TraceMessage message) {
    var reason = message.fields().text("reason").orElse("");
    if (isWhole && request == null && !hasFailed && OF_THE_DEVICE.contains(reason)) {
      say(
          "Its device "
              + ActorNames.device(message.to())
              + " asked nobody at "
              + Phrases.time(message.sentNs())
              + ": "
              + Phrases.inWords(reason)
              + ".");
    }
    say("Its request is looked at again at " + Phrases.time(message.atNs()) + ".");
  }

  // Being used.

  private void transferred(TraceMessage message) {
    var beganNs = message.fields().number("beganNs");
    if (beganNs >= 0) {
      var sentence =
          "The device has it from "
              + Phrases.time(beganNs)
              + " and is done at "
              + Phrases.time(message.atNs())
              + ".";
      var number = message.fields().number("transfer");
      if (number == transfer) {
        sentences.set(transferTold, sentence); // An interrupt has put it off.
      } else {
        transfer = number;
        transferTold = sentences.size();
        say(sentence);
      }
    }
  }

  private void synced(TraceMessage message) {
    say(
        "At "
            + Phrases.time(message.atNs())
            + " "
            + Phrases.bytes(message.fields().number("bytes"))
            + " of it are synchronised.");
  }

  private void unmap(TraceMessage message) {
    var words = new ArrayList<String>();
    Phrases.cost(words, "copying in", message.fields().number("copyInNs"));
    Phrases.cost(words, "looking for its pool", message.fields().number("lookUpNs"));
    Phrases.cost(words, "copying back", message.fields().number("copyBackNs"));
    say(
        "The driver gives it back at "
            + Phrases.time(message.atNs())
            + (words.isEmpty() ? "" : ", having spent " + String.join(", ", words))
            + ".");
  }

  private void unmapped(TraceMessage message) {
    var fields = message.fields();
    var waitedNs = fields.number("left.lockWaitNs");
    // On real threads the area was done when it answered, and the answer waits for its receiver.
    var freeNs = message.handledNs() >= 0 ? message.sentNs() : message.atNs();
    var held = mapped == null ? "" : " after " + Phrases.time(freeNs - mapped.atNs());
    say(
        Phrases.count(fields.number("slots"), "slot")
            + " of "
            + ActorNames.pool(message.from())
            + (fields.number("slots") == 1 ? " is" : " are")
            + " free again at "
            + Phrases.time(freeNs)
            + held
            + (waitedNs > 0 ? ", of which " + Phrases.time(waitedNs) + " for the lock" : "")
            + ".");
    mapped = null;
  }

  // Words.

  private void sayAll(List<String> more) {
    more.forEach(this::say);
  }

  private void say(String sentence) {
    sentences.add(sentence);
  }
}
