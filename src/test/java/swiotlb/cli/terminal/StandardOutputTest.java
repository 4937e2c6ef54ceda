package swiotlb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

  private static StandardOutput failing(String why) {
    var output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(why);
              }
            });
    var printer = new PrintWriter(output, false, StandardCharsets.UTF_8);
    printer.println("lines");
    assertThat(printer.checkError()).isTrue();
    return output;
  }

  @Test
  void whatIsPrintedArrives() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var output = new StandardOutput(bytes);
    output.write('a');
    output.write("bc".getBytes(StandardCharsets.UTF_8), 0, 2);
    assertThat(bytes).hasToString("abc");
    assertThat(output.failure()).isEmpty();
  }

  @Test
  void aFullDiskIsRemembered() {
    assertThat(failing("No space left on device").failure()).contains("No space left on device");
  }

  @Test
  void aReaderThatHasEnoughIsNoFailure() {
    assertThat(failing("Broken pipe").failure()).isEmpty();
  }
}
