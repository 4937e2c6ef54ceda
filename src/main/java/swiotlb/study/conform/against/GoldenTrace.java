package swiotlb.study.conform.against;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import swiotlb.study.conform.golden.CheckedReader;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * A whole golden trace in memory.
 *
 * @param headerText the header as it stands in the file
 * @param operations in order
 * @param texts of the operations, as they stand in the file
 * @param remarks what is odd about the file without making it useless, in sentences
 */
public record GoldenTrace(
    Path file,
    GoldenHeader header,
    String headerText,
    List<GoldenOp> operations,
    List<String> texts,
    List<String> remarks) {

  /** Immutable from the start. */
  public GoldenTrace {
    operations = List.copyOf(operations);
    texts = List.copyOf(texts);
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads a file to its end.
   *
   * @throws swiotlb.input.InputException if it is no golden trace that can be played; the message
   *     names file and line
   */
  public static GoldenTrace read(Path file) {
    try (var reader = new CheckedReader(file)) {
      var headerText = reader.text();
      var operations = new ArrayList<GoldenOp>();
      var texts = new ArrayList<String>();
      for (var op = reader.next(); op != null; op = reader.next()) {
        operations.add(op);
        texts.add(reader.text());
      }
      return new GoldenTrace(
          file,
          reader.header(),
          headerText,
          operations,
          texts,
          remarks(file, headerText, operations));
    }
  }

  /** A recorder reads counters and areas out at the end; a case that was made smaller does not. */
  private static List<String> remarks(Path file, String header, List<GoldenOp> operations) {
    var last = operations.get(operations.size() - 1);
    var isWhole =
        last instanceof GoldenOp.Stat
            || last instanceof GoldenOp.Areas
            || last instanceof GoldenOp.Boot
            || CaseText.isCase(header);
    var remarks = new ArrayList<String>();
    if (!isWhole) {
      remarks.add(
          "ends without the read-out of counters and areas that a recorder writes last: it was cut,"
              + " and what came after line "
              + last.line()
              + " is not compared");
    }
    if (!endsWithLineBreak(file)) {
      remarks.add("its last line has no end: it was cut there");
    }
    return remarks;
  }

  @Override
  public String toString() {
    return file.toString(); // All of it would be megabytes.
  }

  private static boolean endsWithLineBreak(Path file) {
    if (!Files.isRegularFile(file)) {
      return true; // A pipe is read once.
    }
    try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(Math.max(0, bytes.length() - 1));
      return bytes.read() == '\n';
    } catch (IOException e) {
      return true; // It was read a moment ago; nothing can be said.
    }
  }
}
