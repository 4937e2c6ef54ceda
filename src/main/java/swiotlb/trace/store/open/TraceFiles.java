package swiotlb.trace.store.open;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;
import swiotlb.trace.store.JsonLinesReader;
import swiotlb.trace.store.TraceReader;
import swiotlb.trace.store.duckdb.DuckReader;

/** Stored traces of any format, told apart by their first bytes. */
public final class TraceFiles {
  private static final String NO_SUCH_FILE =
      "there is no such file; write one with: run SCENARIO --trace FILE.jsonl";
  private static final byte[] DATABASE = {'D', 'U', 'C', 'K'};
  private static final int DATABASE_AT = 8;
  private static final int MAGIC_BYTES = DATABASE_AT + DATABASE.length;

  private TraceFiles() {}

  /**
   * Opens a trace and reads what it says of itself.
   *
   * @throws InputException if it cannot be opened, is no trace, or of a format that is not known
   */
  public static TraceReader open(Path file) {
    @Nullable InputStream in = null;
    try {
      in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      in.mark(MAGIC_BYTES);
      var magic = in.readNBytes(MAGIC_BYTES);
      in.reset();
      if (isDatabase(magic)) {
        in.close();
        return new DuckReader(file);
      }
      if (isGzip(magic)) {
        return new JsonLinesReader(file.toString(), new GZIPInputStream(in, 1 << 16));
      }
      return new JsonLinesReader(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new InputException(file.toString(), NO_SUCH_FILE);
    } catch (IOException e) {
      close(in);
      throw new InputException(file.toString(), whyNotRead(e));
    } catch (InputException e) {
      close(in);
      throw e;
    }
  }

  /** Whether a file holds a trace as plain text, to which lines can be added. */
  public static boolean isText(Path file) {
    try (var in = Files.newInputStream(file)) {
      var magic = in.readNBytes(MAGIC_BYTES);
      return !isDatabase(magic) && !isGzip(magic);
    } catch (IOException e) {
      return true; // What is wrong with it will be told when it is opened.
    }
  }

  private static boolean isGzip(byte[] magic) {
    return magic.length > 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
  }

  /**
   * Whether a file is a database.
   *
   * @throws InputException if it cannot be read
   */
  public static boolean isDatabase(Path file) {
    try (var in = Files.newInputStream(file)) {
      return isDatabase(in.readNBytes(MAGIC_BYTES));
    } catch (NoSuchFileException e) {
      throw new InputException(file.toString(), NO_SUCH_FILE);
    } catch (IOException e) {
      throw new InputException(file.toString(), whyNotRead(e));
    }
  }

  private static String whyNotRead(IOException e) {
    if (e instanceof EOFException) {
      return "is cut: what is compressed in it ends before it begins; record it once more";
    }
    return e instanceof AccessDeniedException
        ? "cannot be read without permission; change that with: chmod u+r"
        : "cannot be read: " + e.getMessage() + "; name a trace, or record it once more";
  }

  private static boolean isDatabase(byte[] magic) {
    return magic.length == MAGIC_BYTES
        && Arrays.equals(magic, DATABASE_AT, MAGIC_BYTES, DATABASE, 0, DATABASE.length);
  }

  private static void close(@Nullable InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // The first error is the one to tell of.
      }
    }
  }
}
