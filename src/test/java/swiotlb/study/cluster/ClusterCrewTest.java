package swiotlb.study.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.InputException;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Done;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;

/** A coordinator and its nodes, in one process, as their users have them. */
@Timeout(300)
class ClusterCrewTest {
  private static List<TestKind.Piece> pieces(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> new TestKind.Piece(word + " t" + i)).toList();
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
  }

  private static List<String> texts(List<byte[]> results) {
    return results.stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }

  private static byte[] one(Gathered gathered, String text) {
    return gathered.crew.all(List.of(new TestKind.Piece(text))).get(0);
  }

  /** What came of pieces: how often, and by whom. */
  private static final class Came {
    final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> by = new ConcurrentHashMap<>();

    void add(Done<byte[]> done) {
      times
          .computeIfAbsent(new String(done.get(), UTF_8), text -> new AtomicInteger())
          .incrementAndGet();
      by.computeIfAbsent(done.by(), name -> new AtomicInteger()).incrementAndGet();
    }
  }

  private static Came added(Gathered gathered, List<TestKind.Piece> pieces) {
    var came = new Came();
    pieces.forEach(piece -> gathered.crew.add(piece, came::add));
    return came;
  }

  private static void allCameOnce(Came came, int count) {
    Waiting.until("all results are there", () -> came.times.size() == count);
    assertThat(came.times.keySet()).containsExactlyInAnyOrderElementsOf(texts(count));
    assertThat(came.times.values()).allMatch(times -> times.get() == 1);
  }

  @Test
  void twoNodesDoAllOfItInItsOrder() {
    try (var gathered = new Gathered()) {
      gathered.node("one");
      gathered.node("two");
      gathered.awaitNodes(2);
      assertThat(texts(gathered.crew.all(pieces("take-time", 1000)))).isEqualTo(texts(1000));
      assertThat(gathered.crew.nodes()).isEqualTo(Map.of("one", 1, "two", 1));
    }
  }

  @Test
  void aNodeThatComesLaterHelpsAndOneThatGoesLosesNothing() {
    try (var gathered = new Gathered()) {
      var came = added(gathered, pieces("take-time", 3000));
      var first = gathered.node("first");
      Waiting.until("the first has done some", () -> came.by.containsKey("first"));
      gathered.node("second");
      Waiting.until("the second has done some", () -> came.by.containsKey("second"));
      first.interrupt();
      assertThat(first.ending()).isEqualTo(Node.Ending.DONE);
      allCameOnce(came, 3000);
      Waiting.until("it is known to have left", () -> gathered.crew.nodes().size() == 1);
      assertThat(gathered.said).contains("node first has left");
    }
  }

  @Test
  void inTheEndANodeIsSentAwayAndWaitsForTheNextIfItMay() {
    Gathered.NodeThread node;
    Gathered.NodeThread once;
    Endpoint place;
    try (var first = new Gathered()) {
      place = first.crew.endpoint();
      once = first.node("once");
      node = first.node("patient", Gathered.PLAIN, "digest", false);
      first.awaitNodes(2);
      first.crew.close();
      assertThat(once.ending()).isEqualTo(Node.Ending.DONE);
      assertThat(once.said).last().isEqualTo("all is done");
      try (var second =
          new Gathered(TestKind.job(), new ClusterSettings(place, Optional.empty()))) {
        second.awaitNodes(1);
        assertThat(one(second, "say a")).asString(UTF_8).isEqualTo("a");
      }
      node.interrupt();
      assertThat(node.ending()).isEqualTo(Node.Ending.DONE);
      assertThat(node.said).contains("waiting for the next coordinator at " + place);
    }
  }

  @Test
  void aNodeHasTheFilesOfTheJob(@TempDir Path folder) throws IOException {
    var large = Files.write(folder.resolve("large"), TestKind.random(1 << 20));
    try (var gathered = new Gathered(TestKind.job(large), Gathered.PLAIN)) {
      gathered.node("box");
      assertThat(one(gathered, "file large")).isEqualTo(TestKind.random(1 << 20));
    }
  }

  @Test
  void aLargeResultComesInManyParts() {
    try (var gathered = new Gathered()) {
      gathered.node("box");
      assertThat(one(gathered, "random 2097152")).isEqualTo(TestKind.random(2 << 20));
      assertThat(one(gathered, "random 98304")).isEqualTo(TestKind.random(98304));
      assertThat(one(gathered, "say ")).isEmpty();
    }
  }

  @Test
  void whatGoesWrongThereIsToldHereWithTheNodesName() {
    try (var gathered = new Gathered()) {
      gathered.node("box");
      assertThatThrownBy(() -> one(gathered, "refuse too small"))
          .isInstanceOf(InputException.class)
          .hasMessage("node box: setting: too small");
      assertThatThrownBy(() -> one(gathered, "fail by chance"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("node box: ")
          .hasMessageContaining("by chance");
      for (var error : List.of("overflow s", "die s")) {
        assertThatThrownBy(() -> one(gathered, error))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("node box: ")
            .hasMessageContaining("Error");
      }
      assertThatThrownBy(() -> one(gathered, "unreadable a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("node box")
          .hasRootCauseMessage("no result");
      assertThat(one(gathered, "say still here")).asString(UTF_8).isEqualTo("still here");
    }
  }

  @Test
  void oneThatGoesWrongAmongManyDoesNotHarmTheOthers() {
    try (var gathered = new Gathered()) {
      gathered.node("box");
      var came = added(gathered, pieces("say", 20));
      allCameOnce(came, 20);
      var troubles = new AtomicInteger();
      gathered.crew.add(
          new TestKind.Piece("fail now"),
          done -> {
            if (done.trouble() instanceof IllegalStateException) {
              troubles.incrementAndGet();
            }
          });
      allCameOnce(added(gathered, pieces("say", 20)), 20);
      Waiting.until("the trouble is told", () -> troubles.get() == 1);
    }
  }

  @Test
  void onceNobodyWantsItAnyMoreNobodyWaits() {
    try (var gathered = new Gathered()) {
      gathered.isInterrupted.set(true);
      assertThatThrownBy(() -> one(gathered, "say a")).isInstanceOf(CrewInterruptedException.class);
    }
  }

  @Test
  void aTextThatIsTooLongIsRefusedBeforeItIsSent() {
    try (var gathered = new Gathered()) {
      var piece = new TestKind.Piece("say " + "a".repeat(Limits.CHUNK_CHARS));
      assertThatThrownBy(() -> gathered.crew.add(piece, done -> {}))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("--cluster: a piece of work is 49156 characters long");
      gathered.node("box");
      assertThat(one(gathered, "say " + "ä".repeat(Limits.CHUNK_CHARS - 4)))
          .hasSize(2 * (Limits.CHUNK_CHARS - 4));
    }
  }

  @Test
  void aDescriptionThatIsTooLongIsRefusedToo() {
    var job = new Job("test", "a".repeat(1 << 20), JobFiles.of(List.of()));
    assertThatThrownBy(() -> new Gathered(job, Gathered.PLAIN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the job is 1048576 characters long");
  }

  @Test
  void aNodeOfAnotherProgramIsRefusedOnBothSides() {
    try (var gathered = new Gathered()) {
      var other = gathered.node("other", Gathered.PLAIN, "another", false);
      assertThat(other.ending()).isEqualTo(Node.Ending.REFUSED);
      var reason = "the node has another build of version 1.0; install the same package on both";
      assertThat(other.said).containsExactly("refused: " + reason);
      assertThat(gathered.said).contains("refused node other: " + reason);
      gathered.node("box");
      assertThat(one(gathered, "say a")).asString(UTF_8).isEqualTo("a");
    }
  }

  @Test
  void aNodeThatCannotDoTheJobSaysWhyAndEnds() {
    for (var job :
        List.of(
            new Job("unheard-of", "", JobFiles.of(List.of())),
            new Job("test", "not ready", JobFiles.of(List.of())))) {
      try (var gathered = new Gathered(job, Gathered.PLAIN)) {
        var node = gathered.node("box");
        assertThat(node.ending()).isEqualTo(Node.Ending.REFUSED);
        assertThat(node.said).last().asString().startsWith("the job cannot be done here: job: is ");
      }
    }
  }

  @Test
  void aCoordinatorThatEndsByItselfIsNotWaitedFor() {
    var options =
        new ClusterCrew.Options(
            Gathered.PLAIN,
            "1.0",
            "digest",
            () -> false,
            sentence -> {
              throw new IllegalStateException("nobody hears: " + sentence);
            });
    try (var crew = new ClusterCrew(TestKind.job(), options)) {
      var refused = Gathered.node(crew, "other", "another");
      assertThatThrownBy(() -> crew.all(List.of(new TestKind.Piece("say a"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the coordinator of the cluster has ended by itself");
      refused.interrupt();
      Waiting.until("the node ends", () -> !refused.isRunning());
    }
  }

  @Test
  void aPlaceThatIsTakenIsRefused() {
    try (var gathered = new Gathered()) {
      var taken = new ClusterSettings(gathered.crew.endpoint(), Optional.empty());
      assertThatThrownBy(() -> new Gathered(TestKind.job(), taken))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("--bind " + taken.bind() + ": cannot be listened at: ")
          .hasMessageEndingWith("name an address of this machine and a free port");
      gathered.node("box");
      assertThat(one(gathered, "say a")).asString(UTF_8).isEqualTo("a");
    }
  }
}
