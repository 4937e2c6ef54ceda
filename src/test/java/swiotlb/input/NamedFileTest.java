package swiotlb.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamedFileTest {
  private static final Path NAME = Path.of("results.csv");

  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("full");
        }

        @Override
        public void close() throws IOException {
          throw new IOException("still full");
        }
      };

  @Test
  void bytesGoThrough() {
    var bytes = new ByteArrayOutputStream();
    try (var file = new NamedFile(NAME, bytes)) {
      file.write('a');
      file.write(new byte[] {'b', 'c', 'd'}, 1, 2);
    }
    assertThat(bytes).hasToString("acd");
  }

  @Test
  void whatCannotBeWrittenIsNamed() {
    var file = new NamedFile(NAME, FULL);
    assertThatThrownBy(() -> file.write('a'))
        .isInstanceOf(InputException.class)
        .hasMessage("results.csv: cannot be written: full; is there space?");
    assertThatThrownBy(file::close)
        .hasMessage("results.csv: cannot be written: still full; is there space?");
  }

  @Test
  void aWriterOfTextDoesNotSwallowIt() {
    var text = new PrintWriter(new NamedFile(NAME, FULL), true, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> text.println("a")).isInstanceOf(InputException.class);
  }
}
