package swiotlb.trace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.store.Glob;
import swiotlb.trace.store.Selection;

class SelectedMessagesTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Shelf shelf = new Shelf();

  private record Ping() {}

  /** Keeps the numbers of messages, each of which takes ten bytes. */
  private static final class Shelf implements TraceStore {
    private final List<Long> delivered = new ArrayList<>();
    private final List<Long> handled = new ArrayList<>();
    private final List<Long> undelivered = new ArrayList<>();
    private long omitted;
    private boolean isClosed;

    @Override
    public void delivered(Sent sent, long atNs) {
      delivered.add(sent.id());
    }

    @Override
    public void handled(Sent sent, long atNs, long ns) {
      handled.add(sent.id());
    }

    @Override
    public void undelivered(Sent sent) {
      undelivered.add(sent.id());
    }

    @Override
    public long bytes() {
      return 10L * delivered.size();
    }

    @Override
    public void omitted(long messages) {
      omitted = messages;
    }

    @Override
    public void flush() {
      // It is there at once.
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private static Sent sent(long id, long mapping, String from, String to) {
    return new Sent(id, 0, mapping, 0, 0, "/user" + from, "/user" + to, new Ping());
  }

  private static Selection actor(String glob) {
    return new Selection(
        OptionalLong.empty(), List.of(new Glob(glob)), List.of(), 0, Long.MAX_VALUE);
  }

  @Test
  void everythingPassesIfNothingWasChosen() {
    var all = new SelectedMessages(shelf, Selection.ALL, 1, NO_LIMIT);
    all.delivered(sent(1, 7, "/a", "/b"), 5);
    all.handled(sent(1, 7, "/a", "/b"), 5, 3);
    all.undelivered(sent(2, MessageSink.UNCORRELATED, "", "/b"));
    assertThat(shelf.delivered).containsExactly(1L);
    assertThat(shelf.handled).containsExactly(1L);
    assertThat(shelf.undelivered).containsExactly(2L);
  }

  @Test
  void actorsAreKnownByTheirPathsBelowTheGuardian() {
    var chosen = new SelectedMessages(shelf, actor("/allocator"), 1, NO_LIMIT);
    chosen.delivered(sent(1, 7, "/sata0", "/allocator"), 5);
    chosen.delivered(sent(2, 7, "/sata0", "/allocator/pool-0"), 5);
    assertThat(shelf.delivered).containsExactly(1L);
  }

  @Test
  void aWindowOfTimeIsThatOfDelivery() {
    var window = new Selection(OptionalLong.empty(), List.of(), List.of(), 10, 20);
    var chosen = new SelectedMessages(shelf, window, 1, NO_LIMIT);
    for (var at = 9; at <= 21; at++) {
      chosen.delivered(sent(at, 7, "/a", "/b"), at);
    }
    assertThat(shelf.delivered).hasSize(11).startsWith(10L).endsWith(20L);
  }

  @Test
  void aSampleKeepsSomeMappingsWithAllThatConcernsThem() {
    var sample = new SelectedMessages(shelf, Selection.ALL, 10, NO_LIMIT);
    for (var id = 0; id < 20_000; id++) {
      sample.delivered(sent(id, id / 2, "/a", "/b"), id);
    }
    assertThat(shelf.delivered).hasSizeBetween(1_700, 2_300);
    assertThat(shelf.delivered)
        .allMatch(id -> shelf.delivered.contains(id % 2 == 0 ? id + 1 : id - 1));
  }

  @Test
  void aSampleKeepsWhatConcernsNoMapping() {
    var sample = new SelectedMessages(shelf, Selection.ALL, 1_000_000, NO_LIMIT);
    sample.delivered(sent(1, MessageSink.UNCORRELATED, "/a", "/b"), 0);
    assertThat(shelf.delivered).containsExactly(1L);
  }

  @Test
  void atItsLimitTheStoreGetsNothingMoreAndTheRestIsCounted() throws IOException {
    try (var limited = new SelectedMessages(shelf, Selection.ALL, 1, 30)) {
      for (var id = 1; id <= 10; id++) {
        limited.delivered(sent(id, 7, "/a", "/b"), id);
      }
      assertThat(limited.omitted()).isEqualTo(7);
    }
    assertThat(shelf.delivered).containsExactly(1L, 2L, 3L);
    assertThat(shelf.omitted).isEqualTo(7);
    assertThat(shelf.isClosed).isTrue();
  }
}
