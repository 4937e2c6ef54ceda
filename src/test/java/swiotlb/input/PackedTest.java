package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed files are read as a whole, or not at all. */
class PackedTest {
  @TempDir private Path folder;

  private static byte[] packed(byte[]... parts) throws IOException {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      try (var gzip = new GZIPOutputStream(out)) {
        gzip.write(part);
      }
    }
    return out.toByteArray();
  }

  private static byte[] random(int bytes) {
    var text = new byte[bytes];
    new SplittableRandom(1).nextBytes(text);
    return text;
  }

  private byte[] read(byte[] file) throws IOException {
    try (var in = Packed.open(Files.write(folder.resolve("f.gz"), file), "text")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_000, 65_500, 200_000})
  void partsFollowOneAnother(int bytes) throws IOException {
    var text = random(bytes);
    assertThat(read(packed(text))).isEqualTo(text);
    assertThat(read(packed(text, text, new byte[] {7}))).hasSize(2 * bytes + 1).endsWith(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 65_000, 65_490, 65_500, 65_520, 200_000})
  void whereverItIsCutItIsToldUnlessAPartEndsThere(int bytes) throws IOException {
    var first = packed(random(bytes));
    var file = packed(random(bytes), "second".getBytes(StandardCharsets.UTF_8));
    for (var end = first.length - 12; end < file.length; end++) {
      var cut = Arrays.copyOf(file, end);
      if (end == first.length) {
        assertThat(read(cut)).hasSize(bytes);
      } else {
        assertThatThrownBy(() -> read(cut)).as("cut at %d", end).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void whatIsNotPackedBehindItIsTold() throws IOException {
    var file = new ByteArrayOutputStream();
    file.writeBytes(packed(random(100)));
    file.writeBytes("8,0 1 1 0.000000000 1 Q R 1 + 1 [x]\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> read(file.toByteArray())).isInstanceOf(ZipException.class);
  }
}
