package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of a chunk as bytes. */
class ChunkResultsTest {
  private static final List<ChunkResults.One> THREE =
      List.of(
          new ChunkResults.One(ChunkResults.Kind.DONE, new byte[] {1, 2, 3}),
          ChunkResults.One.of(ChunkResults.Kind.REFUSED, "größer"),
          ChunkResults.One.of(ChunkResults.Kind.FAILED, ""));

  @Provide
  Arbitrary<List<ChunkResults.One>> results() {
    var kinds = Arbitraries.of(ChunkResults.Kind.values());
    var bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(2000);
    return Combinators.combine(kinds, bytes).as(ChunkResults.One::new).list().ofMaxSize(50);
  }

  private static void same(List<ChunkResults.One> read, List<ChunkResults.One> written) {
    assertThat(read).usingRecursiveFieldByFieldElementComparator().isEqualTo(written);
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll("results") List<ChunkResults.One> results) {
    same(ChunkResults.read(ChunkResults.bytes(results), results.size()), results);
  }

  @Property(tries = 500)
  void whatIsAlteredIsRefusedOrReadWhole(@ForAll int at, @ForAll byte other) {
    var bytes = ChunkResults.bytes(THREE);
    bytes[Math.floorMod(at, bytes.length)] = other;
    try {
      // Of the head of the archive some bytes say nothing.
      same(ChunkResults.read(bytes, THREE.size()), THREE);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("results");
    }
  }

  @Test
  void textsAreRead() {
    assertThat(ChunkResults.read(ChunkResults.bytes(THREE), 3).get(1).text()).isEqualTo("größer");
  }

  @Test
  void whatIsCutAnywhereIsRefused() {
    var bytes = ChunkResults.bytes(THREE);
    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ChunkResults.read(cut, 3))
          .as("cut to %d of %d", length, bytes.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void asManyAsWereNotAskedForAreRefused(int asked) {
    var bytes = ChunkResults.bytes(THREE);
    assertThatThrownBy(() -> ChunkResults.read(bytes, asked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 results, not " + asked);
  }

  private static byte[] packed(int count, int kind, int length, int behind) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(count);
      out.writeByte(kind);
      out.writeInt(length);
      out.write(new byte[behind]);
    }
    return bytes.toByteArray();
  }

  @Test
  void theFormatIsAsTheTestsBelowWriteIt() throws IOException {
    same(
        ChunkResults.read(packed(1, 'd', 2, 2), 1),
        List.of(new ChunkResults.One(ChunkResults.Kind.DONE, new byte[2])));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3, 0, 0", // no such kind
    "1, -1, 0, 0",
    "1, 100, -1, 0", // no such length
    "1, 100, 300000000, 10", // more than all may have
    "1, 100, 10, 9", // cut
    "1, 100, 10, 11", // something behind the last
    "-1, 100, 10, 10",
    "2147483647, 100, 10, 10"
  })
  void whatCannotBeIsRefused(int count, int kind, int length, int behind) throws IOException {
    var bytes = packed(count, kind, length, behind);
    assertThatThrownBy(() -> ChunkResults.read(bytes, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    var text = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ChunkResults.read(text, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
  }
}
