package swiotlb.cli.explain;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import swiotlb.input.AnyFile;
import swiotlb.input.InputException;

/** A log, plain or gzip, read line by line; of a very long line only its beginning is kept. */
final class LogFile {
  /** Longer than any line of a kernel's log with all that may stand before it. */
  private static final int MOST_LINE = 1 << 12;

  private static final int MAGIC_BYTES = 8;
  private static final byte[] JOURNAL = "LPKSHHRH".getBytes(StandardCharsets.US_ASCII);
  private static final int GZIP_1 = 0x1f;
  private static final int GZIP_2 = 0x8b;
  private static final int XZ = 0xfd;
  private static final int ZSTD = 0x28;
  private static final int BUFFER = 1 << 16;
  private static final int BEGINNING = 1 << 12;

  private static final int MARK_1 = 0xfe;
  private static final int MARK_2 = 0xff;

  /** Of so many bytes one may be a control character that no terminal is sent. */
  private static final int MOST_ODD = 20;

  private static final String TERMINAL = "\u0007\b\t\n\f\r\u000f\u001b";

  private LogFile() {}

  /**
   * Reads a file.
   *
   * @param to of each line
   * @throws InputException if it cannot be read, or is no text
   */
  static void read(Path file, Consumer<String> to) {
    if (Files.isDirectory(file)) {
      throw new InputException(
          file.toString(), "is a folder; name a file with what dmesg or journalctl -k prints");
    }
    try (var in = AnyFile.open(file)) {
      read(file.toString(), in, to);
    } catch (IOException e) {
      throw new InputException(
          file.toString(), "cannot be read; name a file with what dmesg or journalctl -k prints");
    }
  }

  /**
   * The same of a stream.
   *
   * @param name of it, for messages
   */
  static void read(String name, InputStream from, Consumer<String> to) {
    var lines = new long[1];
    try {
      var in = new BufferedInputStream(from, BUFFER);
      in.mark(MAGIC_BYTES);
      var magic = in.readNBytes(MAGIC_BYTES);
      in.reset();
      refuseOtherKinds(name, magic);
      var isGzip = magic.length >= 2 && (magic[0] & 0xff) == GZIP_1 && (magic[1] & 0xff) == GZIP_2;
      var plain = isGzip ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
      var decoder =
          charset(name, plain)
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE);
      lines(
          new BufferedReader(new InputStreamReader(plain, decoder), BUFFER),
          line -> {
            lines[0]++;
            to.accept(line);
          });
    } catch (IOException e) {
      throw new InputException(
          name, lines[0] + 1, "cannot be read on; is the file whole, plain text or gzip?");
    }
  }

  /** UTF-8, or what other systems make of a log that goes through them: UTF-16. */
  private static Charset charset(String name, BufferedInputStream in) throws IOException {
    in.mark(BEGINNING);
    var first = in.readNBytes(BEGINNING);
    in.reset();
    var pairs = first.length / 2;
    var zeros = new int[2];
    for (var i = 0; i < 2 * pairs; i++) {
      zeros[i % 2] += first[i] == 0 ? 1 : 0;
    }
    if (hasByteOrderMark(first)) {
      return StandardCharsets.UTF_16;
    }
    // Of Latin text in UTF-16 one byte of each pair is zero, and hardly any other.
    if (zeros[1] > pairs * 3 / 4 && zeros[0] <= pairs / 4) {
      return StandardCharsets.UTF_16LE;
    }
    if (zeros[0] > pairs * 3 / 4 && zeros[1] <= pairs / 4) {
      return StandardCharsets.UTF_16BE;
    }
    refuseBinary(name, first);
    return StandardCharsets.UTF_8;
  }

  private static boolean hasByteOrderMark(byte[] first) {
    if (first.length < 2) {
      return false;
    }
    var one = first[0] & 0xff;
    var two = first[1] & 0xff;
    return (one == MARK_1 && two == MARK_2) || (one == MARK_2 && two == MARK_1);
  }

  /** Zeros are passed over: a file system leaves them in a log after a crash. */
  private static void refuseBinary(String name, byte[] first) {
    var odd = 0;
    for (var b : first) {
      odd += b > 0 && b < ' ' && TERMINAL.indexOf(b) < 0 ? 1 : 0;
    }
    if (odd > first.length / MOST_ODD) {
      throw new InputException(
          name, "is no text; name a file with what dmesg or journalctl -k prints");
    }
  }

  private static void refuseOtherKinds(String name, byte[] magic) {
    if (Arrays.equals(magic, JOURNAL)) {
      throw new InputException(
          name, "is a journal, not its text; print it with: journalctl -k --file FILE > log.txt");
    }
    var first = magic.length == 0 ? 0 : magic[0] & 0xff;
    if (first == XZ || (first == ZSTD && magic.length > 1 && (magic[1] & 0xff) == 0xb5)) {
      throw new InputException(name, "is packed by another program than gzip; unpack it first");
    }
  }

  /** Only line feeds end a line: what carriage returns do is for who reads it. */
  private static void lines(Reader in, Consumer<String> to) throws IOException {
    var buffer = new char[BUFFER];
    var line = new StringBuilder();
    var any = false;
    for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      var from = 0;
      for (var i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          append(line, buffer, from, i);
          to.accept(line.toString());
          line.setLength(0);
          from = i + 1;
          any = false;
        }
      }
      append(line, buffer, from, n);
      any |= from < n;
    }
    if (any) {
      to.accept(line.toString());
    }
  }

  private static void append(StringBuilder line, char[] buffer, int from, int to) {
    line.append(buffer, from, Math.min(to - from, Math.max(0, MOST_LINE - line.length())));
  }
}
