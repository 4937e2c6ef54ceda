package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.actor.device.BounceUser;
import swiotlb.actor.pool.SlotOwner;
import swiotlb.scenario.Scenario;
import swiotlb.time.ActorVisitor;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.time.VirtualTime;

/** What is seen and heard of a run now and then, and that it goes on as if nobody did. */
class OnlookerTest {
  private static final int MOST_MESSAGES = 20_000;

  private record Heard(long id, long sentNs, long atNs, int queued, String way, String message) {}

  /** Keeps what it hears, and the causes apart. */
  private static final class Ear implements MessageSink {
    private final List<Heard> heard = new ArrayList<>();
    private final Map<Long, Long> causes = new HashMap<>();

    @Override
    public void delivered(Sent sent, long atNs) {
      heard.add(heard(sent, atNs));
      causes.put(sent.id(), sent.cause());
    }

    @Override
    public void undelivered(Sent sent) {
      heard.add(heard(sent, -1));
    }

    private static Heard heard(Sent sent, long atNs) {
      return new Heard(
          sent.id(),
          sent.sentNs(),
          atNs,
          sent.queued(),
          sent.from() + " > " + sent.to(),
          sent.message().getClass().getSimpleName());
    }
  }

  /** What is done after each message. */
  private interface Between {
    void messages(VirtualTime time);
  }

  private static void run(Scenario scenario, long seed, @Nullable MessageSink sink, Between then) {
    try (var time = new VirtualTime()) {
      time.begin(SeededFaults.over(Choices.random(seed), scenario), sink);
      time.start(timeline -> Simulation.create(scenario, timeline, new RunObserver() {}));
      time.runUntil(
          () -> {
            then.messages(time);
            return time.deliveries() >= MOST_MESSAGES;
          });
    }
  }

  private static Stream<Scenario> scenarios() {
    return Stream.concat(
        Stream.of(Simulations.ALL).map(Simulations::scenario),
        Stream.of(
            Simulations.scenario("first-growth", "devices.sata0.resets", "[40us, 5ms]"),
            Simulations.scenario("first-growth", "devices.sata0.removed", "3 ms"),
            Simulations.scenario("load-spike", "design.idle", "shrink")));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatIsHeardNowAndThenHasTheNumbersOfAWholeTrace(Scenario scenario) {
    var all = new Ear();
    run(scenario, 7, all, time -> {});

    var some = new Ear();
    var random = new Random(11);
    var listens = new boolean[1];
    run(
        scenario,
        7,
        null,
        time -> {
          if (random.nextInt(40) == 0) {
            listens[0] = !listens[0];
            time.listen(listens[0] ? some : null);
          }
        });

    assertThat(some.heard).hasSizeGreaterThan(3).hasSizeLessThan(all.heard.size());
    assertThat(beyond(all, some)).isEmpty();
    assertThat(some.heard.stream().filter(h -> h.atNs >= 0))
        .isSortedAccordingTo((a, b) -> Long.compare(a.atNs, b.atNs));
    assertThat(some.causes.entrySet())
        .allMatch(of -> of.getValue() == 0 || of.getValue().equals(all.causes.get(of.getKey())));
  }

  /** What one has heard and the other has not. */
  private static List<Heard> beyond(Ear all, Ear some) {
    var known = new HashSet<>(all.heard);
    return some.heard.stream().filter(one -> !known.contains(one)).toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aRunThatIsLookedAtIsTheSame(Scenario scenario) {
    var alone = new Ear();
    run(scenario, 7, alone, time -> {});

    var seen = new Ear();
    var besides = new Ear();
    run(
        scenario,
        7,
        seen,
        time -> {
          if (time.deliveries() % 97 == 0) {
            time.listen(time.deliveries() % 2 == 0 ? besides : null);
            time.show(new Reader());
          }
        });
    assertThat(seen.heard).isEqualTo(alone.heard);
    assertThat(seen.causes).isEqualTo(alone.causes);
    assertThat(besides.heard).isNotEmpty();
    assertThat(beyond(alone, besides)).isEmpty();
  }

  /** Reads all that actors let be seen. */
  private static final class Reader implements ActorVisitor {
    private final Map<String, Object> seen = new TreeMap<>();

    @Override
    public void actor(String path, Object behavior, boolean wantsTurn) {
      if (behavior instanceof SlotOwner owner) {
        seen.put(path, owner.use());
      } else if (behavior instanceof BounceUser user) {
        seen.put(path, user.mappings());
      }
    }

    @Override
    public void waits(Object message) {}

    @Override
    public void comes(String from, String to, Object message, long dueNs) {}
  }

  @Test
  void whoLooksOnSeesTheActorsFromTheBeginningToTheEnd() {
    var said = new ArrayList<String>();
    var onlooker =
        new Onlooker() {
          private @Nullable VirtualTime time;

          @Override
          public void runBegins(VirtualTime ofRun) {
            time = ofRun;
            said.add("begins with " + actors());
          }

          @Override
          public void runEnds() {
            said.add("ends with " + actors());
          }

          private int actors() {
            var reader = new Reader();
            if (time != null) {
              time.show(reader);
            }
            return reader.seen.size();
          }
        };
    var scenario = Simulations.scenario("first-growth");
    ScenarioRun.run(
        scenario, ScenarioRun.Options.plain().seenBy(onlooker).until(() -> true), List.of());
    assertThat(said).containsExactly("begins with 0", "ends with 0");
  }
}
