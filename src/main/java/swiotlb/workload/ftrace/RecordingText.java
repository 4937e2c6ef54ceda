package swiotlb.workload.ftrace;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.input.Packed;

/**
 * The lines of a recording's file, plain or gzip. Files of other kinds are named for what they are.
 */
final class RecordingText {
  /** Longer than the longest list that a recorder prints as bytes. */
  private static final int MOST_LINE_CHARS = 1 << 20;

  private final Path file;
  private final char[] piece = new char[1 << 14];
  private int next;
  private int filled;
  private boolean isCutOff;
  private long number;

  RecordingText(Path file) {
    this.file = file;
  }

  /**
   * Reads the file once.
   *
   * @param consumer of each line with its number, from 1
   * @throws InputException if it cannot be read, or is no text
   */
  void forEach(ObjLongConsumer<String> consumer) {
    any(
        line -> {
          consumer.accept(line, number);
          return false;
        });
  }

  /**
   * Reads the file until a line is found.
   *
   * @throws InputException if it cannot be read, or is no text
   */
  boolean any(Predicate<String> isIt) {
    number = 0;
    next = 0;
    filled = 0;
    try (var reader = open()) {
      for (var text = line(reader); text != null; text = line(reader)) {
        number++;
        if (isIt.test(text)) {
          return true;
        }
      }
    } catch (EOFException | ZipException e) {
      isCutOff = true;
      if (number == 0) {
        throw new InputException(
            file.toString(), "is cut off before its first line; copy it again");
      }
    } catch (IOException e) {
      throw new InputException(
          file.toString(), number + 1, "cannot be read on; is the file whole, plain text or gzip?");
    }
    return false;
  }

  /** The last line of a file that ends in the middle; 0 of one that does not. */
  long cutOffAfter() {
    return isCutOff ? number : 0;
  }

  private @Nullable String line(Reader reader) throws IOException {
    var text = new StringBuilder();
    while (true) {
      for (var i = next; i < filled; i++) {
        if (piece[i] == '\n') {
          return upTo(i, text);
        }
      }
      take(filled, text);
      if (!fill(reader)) {
        return text.isEmpty() ? null : withoutReturn(text);
      }
    }
  }

  private String upTo(int end, StringBuilder begun) {
    take(end, begun);
    next = end + 1;
    return withoutReturn(begun);
  }

  private void take(int end, StringBuilder text) {
    if (text.length() + end - next > MOST_LINE_CHARS) {
      throw new InputException(
          file.toString(),
          number + 1,
          "is longer than 1 MiB, as no line of a recording is; name the text that a recorder printed");
    }
    text.append(piece, next, end - next);
    next = end;
  }

  private boolean fill(Reader reader) throws IOException {
    var more = reader.read(piece);
    next = 0;
    filled = Math.max(0, more);
    return more > 0;
  }

  private String withoutReturn(StringBuilder text) {
    if (number == 0 && text.indexOf("\0ustar") > 0) {
      throw new InputException(
          file.toString(), "is a tar archive; unpack it with tar xf, and name the folder");
    }
    var length = text.length();
    return length > 0 && text.charAt(length - 1) == '\r'
        ? text.substring(0, length - 1)
        : text.toString();
  }

  private Reader open() throws IOException {
    var in = new BufferedInputStream(Packed.open(file, "recording"));
    refuseOtherKinds(Packed.beginning(in));
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    return new InputStreamReader(in, decoder);
  }

  private void refuseOtherKinds(byte[] magic) {
    if (Packed.begins(magic, 0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g')) {
      throw new InputException(
          file.toString(),
          "is what trace-cmd records, not its text; print it with: trace-cmd report -i FILE > trace.txt");
    }
    if (Packed.begins(magic, 'P', 'E', 'R', 'F', 'I', 'L', 'E', '2')) {
      throw new InputException(
          file.toString(),
          "is what perf records, not its text; print it with: perf script --show-lost-events -i FILE > trace.txt");
    }
  }
}
