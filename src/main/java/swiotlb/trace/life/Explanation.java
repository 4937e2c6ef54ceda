package swiotlb.trace.life;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/**
 * The life of a mapping in plain sentences: which areas were searched and why each refused, what
 * was queued, which pool served it, and what it cost.
 */
public final class Explanation {
  private static final String NOT_REACHABLE = "NOT_REACHABLE";

  /** What a device can find out without asking anybody. */
  private static final Set<String> OF_THE_DEVICE = Set.of("NO_MEMORY", "TOO_LARGE", NOT_REACHABLE);

  private final List<String> sentences = new ArrayList<>();
  private final Set<TraceMessage> beyondReach;
  private final Refusals refusals = new Refusals();
  private final Life life;
  private final boolean isWhole;
  private @Nullable TraceMessage request;
  private @Nullable TraceMessage mapped;
  private boolean isBeyondReach;
  private boolean hasFailed;
  private int tries;
  private long transfer = TraceMessage.UNKNOWN;
  private int transferTold;
  private int searches;

  private Explanation(Life life, boolean isWhole) {
    this.life = life;
    this.isWhole = isWhole;
    this.beyondReach = beyondReach(life.messages());
  }

  /** Answers with slots that the device gave back at once and called a failure. */
  private static Set<TraceMessage> beyondReach(List<TraceMessage> messages) {
    var found = new HashSet<TraceMessage>();
    @Nullable TraceMessage answer = null;
    var isBack = false;
    for (var message : messages) {
      switch (message.type()) {
        case Message.MAPPED -> {
          answer = message;
          isBack = false;
        }
        case Message.UNMAPPED -> isBack = true;
        case Message.RETRY -> {
          if (answer != null && isBack && saysNotReachable(message)) {
            found.add(answer);
          }
          answer = null;
        }
        default -> {
          // It says nothing of where the slots lie.
        }
      }
    }
    return found;
  }

  private static boolean saysNotReachable(TraceMessage retry) {
    return retry.fields().text(Field.REASON).orElse("").equals(NOT_REACHABLE);
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
    if (life.messages().get(life.messages().size() - 1).type().equals(Message.RETRY)) {
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
      case Message.MAP_REQUEST -> asked(message);
      case Message.EXHAUSTED -> exhausted(message);
      case Message.WAITS -> say("It sleeps until the allocator has grown.");
      case Message.THROTTLED ->
          say("It waits until those that were throttled before it are unmapped.");
      case Message.ADMITTED -> say("The throttle lets it go on.");
      case Message.TAKE -> transientWanted(message);
      case Message.TAKE_REFUSED -> say("It is refused.");
      case Message.TAKE_GRANTED -> granted(message);
      case Message.TRANSIENT_DOES_NOT_FIT -> sayAll(refusals.take(slots()));
      case Message.MAPPED -> mapped(message);
      case Message.MAP_FAILED -> failed(message);
      case Message.TRANSFER_DONE -> transferred(message);
      case Message.RETRY -> retried(message);
      case Message.SYNCED -> synced(message);
      case Message.UNMAP -> unmap(message);
      case Message.UNMAPPED -> unmapped(message);
      default -> {
        // Of no interest beside the others.
      }
    }
  }

  // Asking.

  private void asked(TraceMessage message) {
    var fields = message.fields();
    if (fields.has(Field.REFUSED_BY) || ActorNames.isTransient(message.to())) {
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
            + fields.number(Field.REQUEST_CPU)
            + (isAtomic() ? ", where nothing may wait," : ", where it may sleep,")
            + " for a bounce buffer of "
            + Phrases.bytes(fields.number(Field.DEMAND_SIZE_BYTES))
            + ": "
            + Phrases.count(slots(), "slot")
            + alignment(fields.number(Field.DEMAND_OFFSET_BYTES))
            + ", for 0x"
            + Long.toHexString(fields.number(Field.DEMAND_ADDRESS))
            + ".");
  }

  private static String alignment(long offsetBytes) {
    return offsetBytes > 0 ? " with " + Phrases.bytes(offsetBytes) + " of padding" : "";
  }

  private boolean isAtomic() {
    return request != null && request.fields().at(Field.REQUEST_INTERRUPT).asBoolean();
  }

  private long slots() {
    return request == null ? 0 : request.fields().number(Field.DEMAND_SLOTS);
  }

  private void exhausted(TraceMessage message) {
    searches++;
    sayAll(refusals.take(slots()));
    var areas = message.fields().number(Field.COST_AREAS);
    var searchNs =
        message.fields().number(Field.COST_SEARCH_NS); // On real threads it costs nothing.
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
        .noneMatch(m -> m.cause() == exhausted.id() && m.type().equals(Message.MAP_FAILED));
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
            + Phrases.count(message.fields().number(Field.SLOTS), "slot")
            + " is tried, from "
            + (message.fields().at(Field.DECRYPTED).asBoolean()
                ? "the coherent pool."
                : "pages that can be had at once."));
  }

  private void granted(TraceMessage message) {
    say("They are had, at 0x" + Long.toHexString(message.fields().number(Field.RANGE_START)) + ".");
  }

  // Being mapped.

  private void mapped(TraceMessage message) {
    sayAll(refusals.take(slots()));
    mapped = message;
    isBeyondReach = beyondReach.contains(message);
    var fields = message.fields();
    var first = fields.number(Field.SLOT);
    say(
        where(message)
            + (isBeyondReach ? " has room for it at " : " serves it at ")
            + Phrases.time(message.atNs())
            + (slots() > 1
                ? " with slots " + first + " to " + (first + slots() - 1)
                : " with slot " + first)
            + (isBeyondReach ? ", which lie where the device does not reach." : ".")
            + took(message)
            + left(message));
  }

  private static String where(TraceMessage message) {
    var pool = ActorNames.pool(message.from());
    var text =
        ActorNames.isTransient(message.from())
            ? pool
            : "area " + Math.max(0, message.fields().number(Field.LEFT_AREA)) + " of " + pool;
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
    Phrases.cost(words, "waiting for locks", fields.number(Field.COST_LOCK_WAIT_NS));
    Phrases.cost(words, "searching", fields.number(Field.COST_SEARCH_NS));
    Phrases.cost(words, "waiting until slots could be had", fields.number(Field.COST_WAIT_NS));
    Phrases.cost(words, "making the transient pool", fields.number(Field.COST_TRANSIENT_NS));
    return words.isEmpty() ? "" : ": " + String.join(", ", words);
  }

  private static String left(TraceMessage message) {
    var used = message.fields().number(Field.LEFT_USED_SLOTS);
    return used < 0 || ActorNames.isTransient(message.from())
        ? ""
        : " The area then has " + Phrases.count(used, "slot") + " in use.";
  }

  private void failed(TraceMessage message) {
    hasFailed = true;
    sayAll(refusals.take(slots()));
    var fields = message.fields();
    var name = fields.text(Field.REASON).orElse("unknown");
    var total = fields.number(Field.TOTAL_SLOTS);
    say(
        "It fails at "
            + Phrases.time(message.atNs())
            + ": "
            + Phrases.inWords(name)
            + (total < 0 ? "" : use(fields.number(Field.USED_SLOTS), total))
            + run(fields.number(Field.LARGEST_FREE_RUN))
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
    var reason = message.fields().text(Field.REASON).orElse("");
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
    if (isBeyondReach) {
      isBeyondReach = false;
      say(
          "So it fails at "
              + Phrases.time(message.sentNs())
              + ": "
              + Phrases.inWords(reason)
              + ".");
    }
    say("Its request is looked at again at " + Phrases.time(message.atNs()) + ".");
  }

  // Being used.

  private void transferred(TraceMessage message) {
    var beganNs = message.fields().number(Field.BEGAN_NS);
    if (beganNs >= 0) {
      var sentence =
          "The device has it from "
              + Phrases.time(beganNs)
              + " and is done at "
              + Phrases.time(message.atNs())
              + ".";
      var number = message.fields().number(Field.TRANSFER);
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
            + Phrases.bytes(message.fields().number(Field.BYTES))
            + " of it are synchronised.");
  }

  private void unmap(TraceMessage message) {
    var words = new ArrayList<String>();
    Phrases.cost(words, "copying in", message.fields().number(Field.COPY_IN_NS));
    Phrases.cost(words, "looking for its pool", message.fields().number(Field.LOOK_UP_NS));
    Phrases.cost(words, "copying back", message.fields().number(Field.COPY_BACK_NS));
    say(
        (isBeyondReach ? "They are given back at " : "The driver gives it back at ")
            + Phrases.time(message.atNs())
            + (words.isEmpty() ? "" : ", having spent " + String.join(", ", words))
            + ".");
  }

  private void unmapped(TraceMessage message) {
    var fields = message.fields();
    var waitedNs = fields.number(Field.LEFT_LOCK_WAIT_NS);
    // On real threads the area was done when it answered, and the answer waits for its receiver.
    var freeNs = message.handledNs() >= 0 ? message.sentNs() : message.atNs();
    var held = mapped == null ? "" : " after " + Phrases.time(freeNs - mapped.atNs());
    say(
        Phrases.count(fields.number(Field.SLOTS), "slot")
            + " of "
            + ActorNames.pool(message.from())
            + (fields.number(Field.SLOTS) == 1 ? " is" : " are")
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
