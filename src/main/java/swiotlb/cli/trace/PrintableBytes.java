package swiotlb.cli.trace;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import swiotlb.input.Text;

/**
 * Lines of UTF-8 for a terminal, without control characters that may have come from outside; line
 * ends stay as they are. Memory is bounded by the longest line.
 */
final class PrintableBytes extends FilterOutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  PrintableBytes(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    line.write(b);
    if (b == '\n') {
      print();
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (var i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  private void print() throws IOException {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    var printable = Text.printable(text.replace("\r\n", "\n"));
    if (text.endsWith("\r\n")) {
      printable = printable.substring(0, printable.length() - 1) + "\r\n";
    }
    out.write(printable.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints whole lines only, and the rest when it is closed. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    print();
    super.close();
  }
}
