package swiotlb.study.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What came of the pieces of a chunk, as bytes: how many there are, then of each its kind, its
 * length and its bytes; all of it packed.
 */
final class ChunkResults {
  /** What came of a piece of work. */
  enum Kind {
    DONE('d'),
    /** Something given cannot be used; the bytes are a text that says so. */
    REFUSED('r'),
    /** It did not come to its end; the bytes are a text that says why. */
    FAILED('f');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    private static Kind of(int letter) {
      for (var kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IllegalArgumentException("results of no kind: " + letter);
    }
  }

  /** Of one piece. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record One(Kind kind, byte[] bytes) {
    static One of(Kind kind, String why) {
      return new One(kind, why.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private ChunkResults() {}

  static byte[] bytes(List<One> results) {
    var packed = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new GZIPOutputStream(packed))) {
      out.writeInt(results.size());
      for (var one : results) {
        out.writeByte(one.kind.letter);
        out.writeInt(one.bytes.length);
        out.write(one.bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bytes cannot be packed", e);
    }
    return packed.toByteArray();
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they are damaged, too many bytes, or not so many results
   */
  static List<One> read(byte[] bytes, int count) {
    var results = new ArrayList<One>();
    try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      var said = in.readInt();
      var left = Limits.RESULT_BYTES;
      for (var i = 0; i < count && said == count; i++) {
        var kind = Kind.of(in.readByte());
        var length = in.readInt();
        if (length < 0 || length > left) {
          throw new IllegalArgumentException("results that are %d bytes long".formatted(length));
        }
        left -= length;
        var own = in.readNBytes(length);
        if (own.length < length) {
          throw new IllegalArgumentException("results that are cut");
        }
        results.add(new One(kind, own));
      }
      if (said != count || in.read() >= 0) {
        throw new IllegalArgumentException("%d results, not %d".formatted(said, count));
      }
      return results;
    } catch (IOException e) {
      throw new IllegalArgumentException("results that are damaged: " + e.getMessage(), e);
    }
  }
}
