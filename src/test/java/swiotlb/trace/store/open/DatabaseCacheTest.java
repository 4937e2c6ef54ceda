package swiotlb.trace.store.open;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCacheTest {
  private static final String HEAD =
      "{\"format\":\"swiotlb-trace/2\",\"clock\":\"virtual\",\"scenario\":\"s\",\"seed\":7}\n";
  private static final String MESSAGE =
      "{\"id\":7,\"sent\":100,\"at\":250,\"from\":\"/a\",\"to\":\"/b\",\"cause\":5,"
          + "\"mapping\":64,\"queued\":2,\"type\":\"Area.Unmap\",\"fields\":{\"slot\":4}}\n";
  private static final String END = "{\"end\":1,\"omitted\":0}\n";
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Path trace;
  private Path kept;

  @BeforeEach
  void writeTrace() throws IOException {
    trace = Files.writeString(folder.resolve("trace.jsonl"), HEAD + MESSAGE + END);
    kept = folder.resolve("cache/of-ours");
  }

  private DatabaseCache cache(long mostBytes) {
    return new DatabaseCache(kept, Clock.fixed(NOW, ZoneOffset.UTC), 1, mostBytes);
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(kept)) {
      return List.of();
    }
    try (var files = Files.list(kept)) {
      return files.toList();
    }
  }

  private record Answer(String count, Optional<String> remark, Optional<String> flaw) {}

  private Answer ask(DatabaseCache cache) throws IOException {
    try (var opened = TraceDatabase.open(trace, Optional.of(cache))) {
      var cells = new ArrayList<String>();
      opened.query(
          "SELECT sum(sent_ns) FROM message",
          new TraceDatabase.Rows() {
            @Override
            public void columns(List<TraceDatabase.Column> columns) {}

            @Override
            public void row(List<@Nullable Object> values) {
              cells.add(String.valueOf(values.get(0)));
            }

            @Override
            public void end() {}
          });
      return new Answer(String.join(",", cells), opened.remark(), opened.flaw());
    }
  }

  private Answer ask() throws IOException {
    return ask(cache(Long.MAX_VALUE));
  }

  @Test
  void aSecondQuestionIsAnsweredByWhatTheFirstOneKept() throws IOException {
    assertThat(ask().count()).isEqualTo("100");
    assertThat(files()).hasSize(1);
    var database = files().get(0);
    var changed = Files.readAllBytes(database);
    assertThat(ask()).isEqualTo(new Answer("100", Optional.empty(), Optional.empty()));
    assertThat(files()).containsExactly(database);
    assertThat(Files.readAllBytes(database)).isEqualTo(changed);
  }

  @Test
  void aTraceThatHasChangedIsReadAnew() throws IOException {
    ask();
    Files.writeString(trace, HEAD + MESSAGE.replace("\"sent\":100", "\"sent\":200") + END);
    Files.setLastModifiedTime(trace, FileTime.from(NOW));
    assertThat(ask().count()).isEqualTo("200");
  }

  @Test
  void aDamagedDatabaseIsMadeAnewWithAWord() throws IOException {
    ask();
    Files.writeString(files().get(0), "no database");
    var answer = ask();
    assertThat(answer.count()).isEqualTo("100");
    assertThat(answer.remark())
        .contains(trace + ": the database that was kept of it was damaged, and has been made anew");
    assertThat(ask().remark()).isEmpty();
  }

  @Test
  void aTraceThatIsNotWholeIsNotKept() throws IOException {
    Files.writeString(trace, HEAD + MESSAGE);
    assertThat(ask().flaw()).isPresent();
    assertThat(files()).isEmpty();
  }

  @Test
  void aSmallTraceIsNotKept() throws IOException {
    assertThat(ask(new DatabaseCache(kept)).count()).isEqualTo("100");
    assertThat(files()).isEmpty();
  }

  @Test
  void whereNothingCanBeKeptATraceIsReadAllTheSame() throws IOException {
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "in the way");
    assertThat(ask()).isEqualTo(new Answer("100", Optional.empty(), Optional.empty()));
  }

  @Test
  void whatWasNotUsedForLongIsDeleted() throws IOException {
    Files.createDirectories(kept);
    var old = old("old.duckdb", 31 * 24);
    var young = old("young.duckdb", 29 * 24);
    var abandoned = old("x.making", 25);
    var beingMade = old("y.making", 1);
    ask();
    assertThat(files()).hasSize(3).contains(young, beingMade).doesNotContain(old, abandoned);
  }

  @Test
  void ofTooMuchWhatWasUsedLeastRecentlyIsDeleted() throws IOException {
    Files.createDirectories(kept);
    var recent = old("recent.duckdb", 1);
    var before = old("before.duckdb", 2);
    ask(cache((32L << 20) + 10));
    assertThat(files()).contains(recent, before);
    Files.setLastModifiedTime(trace, FileTime.from(NOW));
    ask(cache(10));
    assertThat(files()).hasSize(1).doesNotContain(recent, before);
  }

  private Path old(String name, int hours) throws IOException {
    var file = Files.writeString(kept.resolve(name), "12345");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(hours * 3600L)));
    return file;
  }
}
