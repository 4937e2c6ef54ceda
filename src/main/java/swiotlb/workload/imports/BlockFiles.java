package swiotlb.workload.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import swiotlb.input.AnyFile;
import swiotlb.input.InputException;
import swiotlb.input.Packed;
import swiotlb.workload.blktrace.BlkparseText;
import swiotlb.workload.blktrace.BlktraceFiles;
import swiotlb.workload.block.BlockFile;
import swiotlb.workload.block.BlockStream;
import swiotlb.workload.block.ByteLines;
import swiotlb.workload.fio.FioJobs;
import swiotlb.workload.fio.FioLog;
import swiotlb.workload.msr.MsrTrace;

/** Finds out what a file of block I/Os is. */
public final class BlockFiles {
  private static final String WHAT = "trace of block I/Os";

  /** Lines before the first that says something. */
  private static final int MOST_COMMENTS = 10_000;

  private static final List<TextFormat> TEXTS =
      List.of(
          new TextFormat(
              "text of blkparse", true, false, BlkparseText::isBegunBy, BlkparseText::new),
          new TextFormat("a log of fio, version 3", true, true, FioLog::hasTimes, FioLog::new),
          new TextFormat("a log of fio, version 2", false, true, FioLog::isBegunBy, FioLog::new),
          new TextFormat(
              "an MSR Cambridge trace", true, false, MsrTrace::isBegunBy, MsrTrace::new));

  private BlockFiles() {}

  /**
   * A text that is read line by line, plain or packed by gzip.
   *
   * @param isBegunBy whether its first line with something in it may be this; takes it apart
   */
  private record TextFormat(
      String words,
      boolean hasTimes,
      boolean isOfOneDevice,
      Predicate<ByteLines> isBegunBy,
      Function<ByteLines, BlockStream> read) {}

  private record TextFile(Path path, TextFormat kind) implements BlockFile {
    @Override
    public String format() {
      return kind.words;
    }

    @Override
    public boolean hasTimes() {
      return kind.hasTimes;
    }

    @Override
    public boolean isOfOneDevice() {
      return kind.isOfOneDevice;
    }

    @Override
    public BlockStream open() {
      return kind.read.apply(lines(path));
    }
  }

  /**
   * Whether a file is a job file of fio, which says what is to be done rather than what was.
   *
   * @throws InputException if it cannot be read
   */
  public static boolean isJobFile(Path path) {
    if (BlktraceFiles.find(path).isPresent()) {
      return false;
    }
    try (var lines = lines(path)) {
      for (var comments = 0; lines.next() && comments < MOST_COMMENTS; comments++) {
        if (!lines.isBlank() && !FioJobs.isComment(lines)) {
          return FioJobs.isBegunBy(lines);
        }
      }
    }
    return false;
  }

  /**
   * A file of block I/Os.
   *
   * @throws InputException if it cannot be read, or is none of the kinds that are known
   */
  public static BlockFile find(Path path) {
    var binary = BlktraceFiles.find(path);
    if (binary.isPresent()) {
      return binary.get();
    }
    try (var lines = lines(path)) {
      while (lines.next()) {
        if (!lines.isBlank()) {
          return ofFirstLine(path, lines);
        }
      }
    }
    throw new InputException(path.toString(), "is empty; name a " + WHAT);
  }

  /**
   * Whether a file is of a kind that is known here, by how it begins; what follows may be broken.
   *
   * @throws InputException if it cannot be read
   */
  public static boolean isKnown(Path path) {
    if (BlktraceFiles.find(path).isPresent() || isJobFile(path)) {
      return true;
    }
    try (var lines = lines(path)) {
      while (lines.next()) {
        if (!lines.isBlank()) {
          return kind(lines).isPresent();
        }
      }
    }
    return false;
  }

  private static Optional<TextFormat> kind(ByteLines line) {
    var start = line.mark();
    for (var kind : TEXTS) {
      if (kind.isBegunBy.test(line)) {
        return Optional.of(kind);
      }
      line.reset(start);
    }
    return Optional.empty();
  }

  private static BlockFile ofFirstLine(Path path, ByteLines line) {
    var kind = kind(line);
    if (kind.isPresent()) {
      return new TextFile(path, kind.get());
    }
    if (line.rest().indexOf('\0') >= 0) {
      throw line.wrong(
          "has zero bytes, as no text that is known: if it is one in UTF-16, store it in UTF-8");
    }
    throw line.unlike(
        "begins nothing that is known: text of blkparse, files of blktrace, a log or a job file of fio, or an MSR Cambridge trace");
  }

  private static ByteLines lines(Path path) {
    if (AnyFile.isPipe(path)) {
      throw new InputException(
          path.toString(),
          "can be read once, as pipes are, while here it is read again and again; store it in a file first");
    }
    try {
      return new ByteLines(path, Packed.open(path, WHAT));
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage());
    }
  }
}
