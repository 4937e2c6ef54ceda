package swiotlb.workload.imports;

import java.io.IOException;
import java.nio.file.Path;
import swiotlb.input.InputException;
import swiotlb.input.Packed;
import swiotlb.workload.blktrace.BlkparseText;
import swiotlb.workload.block.BlockFile;
import swiotlb.workload.block.BlockStream;
import swiotlb.workload.block.ByteLines;

/** Finds out what a file of block I/Os is. */
public final class BlockFiles {
  private static final String WHAT = "trace of block I/Os";

  private BlockFiles() {}

  /** Texts that are read line by line, plain or packed by gzip. */
  private enum TextFormat {
    BLKPARSE("text of blkparse", true) {
      @Override
      boolean isBegunBy(ByteLines line) {
        return BlkparseText.isEvent(line);
      }

      @Override
      BlockStream read(ByteLines lines) {
        return new BlkparseText(lines);
      }
    };

    private final String words;
    private final boolean hasTimes;

    TextFormat(String words, boolean hasTimes) {
      this.words = words;
      this.hasTimes = hasTimes;
    }

    /** Whether its first line with something in it may be this; takes it apart. */
    abstract boolean isBegunBy(ByteLines line);

    abstract BlockStream read(ByteLines lines);
  }

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
    public BlockStream open() {
      return kind.read(lines(path));
    }
  }

  /**
   * A file of block I/Os.
   *
   * @throws InputException if it cannot be read, or is none of the kinds that are known
   */
  public static BlockFile find(Path path) {
    try (var lines = lines(path)) {
      while (lines.next()) {
        if (!lines.isBlank()) {
          return ofFirstLine(path, lines);
        }
      }
    }
    throw new InputException(path.toString(), "is empty; name a " + WHAT);
  }

  private static BlockFile ofFirstLine(Path path, ByteLines line) {
    var start = line.mark();
    for (var kind : TextFormat.values()) {
      if (kind.isBegunBy(line)) {
        return new TextFile(path, kind);
      }
      line.reset(start);
    }
    throw line.unlike("begins none of what is known: text of blkparse");
  }

  private static ByteLines lines(Path path) {
    try {
      return new ByteLines(path, Packed.open(path, WHAT));
    } catch (IOException e) {
      throw new InputException(path.toString(), "cannot be read: " + e.getMessage());
    }
  }
}
