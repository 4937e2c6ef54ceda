package swiotlb.trace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import swiotlb.input.InputException;
import swiotlb.input.NamedFile;

class GzipBlocksTest {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private byte[] content() throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file.toByteArray()))) {
      return gzip.readAllBytes();
    }
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void manyBlocksAreReadAsOneFile() throws IOException {
    var bytes = bytes(3_000_000);
    try (var out = new GzipBlocks(file)) {
      for (var at = 0; at < bytes.length; at += 1_000) {
        out.write(bytes, at, 1_000);
      }
      out.write(7);
    }
    assertThat(content()).startsWith(bytes).endsWith(7).hasSize(bytes.length + 1);
  }

  @Test
  void whatWasFlushedCanBeReadWhateverHappensNext() throws Exception {
    var arrived = new java.util.concurrent.CountDownLatch(1);
    var out =
        new GzipBlocks(
            new OutputStream() {
              @Override
              public void write(int b) {
                file.write(b);
              }

              @Override
              public void flush() {
                arrived.countDown();
              }
            });
    out.write(bytes(10_000));
    out.flush();
    arrived.await();
    assertThat(content()).isEqualTo(bytes(10_000));
    out.close();
  }

  @Test
  void aFullDiskIsToldToTheWriter() {
    var out =
        new GzipBlocks(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("full");
              }
            });
    assertThatThrownBy(
            () -> {
              for (var i = 0; i < 100; i++) {
                out.write(bytes(500_000));
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThatThrownBy(out::close).isInstanceOf(IOException.class);
  }

  @Test
  void aFullDiskNamesTheFileAsOftenAsItIsAsked() {
    var disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    var told = "a.jsonl.gz: cannot be written: full; is there space?";
    assertThatThrownBy(
            () -> {
              try (var out = new GzipBlocks(new NamedFile(Path.of("a.jsonl.gz"), disk))) {
                for (var i = 0; i < 100; i++) {
                  out.write(bytes(500_000));
                }
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessage(told)
        .satisfies(
            e -> assertThat(e.getSuppressed()).extracting(Throwable::getMessage).contains(told));
  }

  @Test
  void anEmptyTraceIsAnEmptyFile() throws IOException {
    new GzipBlocks(file).close();
    assertThat(file.size()).isZero();
  }
}
