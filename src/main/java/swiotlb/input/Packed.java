package swiotlb.input;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files that may be packed by gzip, known by how they begin, whatever their name. */
public final class Packed {
  private static final int MAGIC_BYTES = 10;
  private static final int PIECE_BYTES = 1 << 16;

  private Packed() {}

  /**
   * Opens a file, packed or not.
   *
   * @param what it should be, such as "recording"
   * @throws InputException if it cannot be opened, or is packed otherwise
   * @throws IOException if it cannot be read
   */
  public static InputStream open(Path file, String what) throws IOException {
    InputStream in;
    try {
      in = new BufferedInputStream(AnyFile.open(file), PIECE_BYTES);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be opened; name a readable " + what);
    }
    var magic = beginning(in);
    var packer = packer(magic);
    if (!packer.isEmpty()) {
      throw new InputException(
          file.toString(), "is packed by " + packer + "; unpack it, or pack it with gzip");
    }
    return begins(magic, 0x1f, 0x8b) ? new WholeGzip(new Counted(in), PIECE_BYTES) : in;
  }

  /** The first bytes of a stream that can go back to them. */
  public static byte[] beginning(InputStream in) throws IOException {
    in.mark(MAGIC_BYTES);
    var magic = in.readNBytes(MAGIC_BYTES);
    in.reset();
    return magic;
  }

  /** Whether bytes begin with these. */
  public static boolean begins(byte[] bytes, int... with) {
    var expected = new byte[with.length];
    for (var i = 0; i < with.length; i++) {
      expected[i] = (byte) with[i];
    }
    return bytes.length >= with.length
        && Arrays.equals(bytes, 0, with.length, expected, 0, with.length);
  }

  private static String packer(byte[] magic) {
    if (begins(magic, 0xfd, '7', 'z', 'X', 'Z')) {
      return "xz";
    }
    if (begins(magic, 'B', 'Z', 'h')) {
      return "bzip2";
    }
    if (begins(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return "zstd";
    }
    return begins(magic, 'P', 'K', 3, 4) ? "zip" : "";
  }

  /** Counts the bytes that are taken from a stream. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var read = in.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      var read = in.read(into, from, length);
      count += Math.max(0, read);
      return read;
    }
  }

  /**
   * Packed parts up to the end of a file. The stream of the library takes whatever is no whole
   * beginning of a further part for the end, so that a file that is cut there would pass.
   */
  private static final class WholeGzip extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    private final Counted counted;
    private long given;

    WholeGzip(Counted counted, int size) throws IOException {
      super(counted, size);
      this.counted = counted;
    }

    @Override
    protected void fill() throws IOException {
      super.fill();
      given = counted.count;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      var read = super.read(into, from, length);
      if (read < 0) {
        var end = given - inf.getRemaining() + TRAILER_BYTES;
        counted.skipNBytes(Math.max(0, end - counted.count));
        if (counted.count > end || counted.read() >= 0) {
          throw new ZipException("something is behind its end that is not packed by gzip");
        }
      }
      return read;
    }
  }
}
