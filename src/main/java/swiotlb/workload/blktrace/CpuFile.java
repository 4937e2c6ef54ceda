package swiotlb.workload.blktrace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import swiotlb.input.InputException;

/**
 * The events that blktrace wrote of one CPU, one after the other, in the byte order of the machine
 * that wrote them. Not thread-safe.
 */
final class CpuFile implements AutoCloseable {
  private static final int EVENT_BYTES = 48;
  private static final int MAGIC = 0x65617400;
  private static final int VERSION = 7;
  private static final int VERSION_MASK = 0xff;
  private static final int PIECE_BYTES = 1 << 16;
  private static final int MAGIC_BYTES = 4;

  private final Path path;
  private final InputStream in;
  private final byte[] bytes = new byte[EVENT_BYTES];
  private final ByteBuffer event = ByteBuffer.wrap(bytes);
  private byte[] data = new byte[0];
  private long number;

  CpuFile(Path path) {
    this.path = path;
    try {
      this.in = new BufferedInputStream(Files.newInputStream(path), PIECE_BYTES);
    } catch (IOException e) {
      throw new InputException(
          path.toString(), "cannot be opened; name readable files of blktrace");
    }
  }

  /** Whether bytes are the magic number of an event, of any version and byte order. */
  static boolean isBegunBy(byte[] magic) {
    if (magic.length < MAGIC_BYTES) {
      return false;
    }
    var first = ByteBuffer.wrap(magic);
    return isMagic(first.getInt(0)) || isMagic(Integer.reverseBytes(first.getInt(0)));
  }

  private static boolean isMagic(int word) {
    return (word & ~VERSION_MASK) == MAGIC;
  }

  /**
   * Goes on to the next event.
   *
   * @return whether there is one
   * @throws InputException if the file is cut off, or of another version
   */
  boolean next() {
    var read = read(bytes);
    if (read == 0) {
      return false;
    }
    number++;
    if (read < EVENT_BYTES) {
      throw wrong("is cut off: it has %d of %d bytes".formatted(read, EVENT_BYTES));
    }
    checkMagic();
    data = new byte[Short.toUnsignedInt(event.getShort(46))];
    if (read(data) < data.length) {
      throw wrong("is cut off in the %d bytes behind it".formatted(data.length));
    }
    return true;
  }

  private int read(byte[] into) {
    try {
      return in.readNBytes(into, 0, into.length);
    } catch (IOException e) {
      throw wrong("cannot be read: " + e.getMessage());
    }
  }

  private void checkMagic() {
    var magic = event.order(ByteOrder.BIG_ENDIAN).getInt(0);
    if (!isMagic(magic)) {
      magic = event.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }
    if (!isMagic(magic)) {
      throw wrong("does not begin as events of blktrace do; copy the file again, as binary");
    }
    if ((magic & VERSION_MASK) != VERSION) {
      throw wrong(
          "is of version %d of blktrace's format, of which %d is known"
              .formatted(magic & VERSION_MASK, VERSION));
    }
  }

  /** Counts the events of its CPU; 0 of those that are no requests. */
  long sequence() {
    return Integer.toUnsignedLong(event.getInt(4));
  }

  long timeNs() {
    return event.getLong(8);
  }

  long sector() {
    return event.getLong(16);
  }

  long byteCount() {
    return Integer.toUnsignedLong(event.getInt(24));
  }

  /** What happened, and to which kinds of request. */
  int action() {
    return event.getInt(28);
  }

  int process() {
    return event.getInt(32);
  }

  /** Major number from bit 20 on, below it the minor one. */
  int device() {
    return event.getInt(36);
  }

  int cpu() {
    return event.getInt(40);
  }

  /** What stands behind the event. */
  byte[] data() {
    return data;
  }

  /** An error at the event. */
  InputException wrong(String whatAndRemedy) {
    return new InputException(path.toString(), "event " + number + " " + whatAndRemedy);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // What was read is not the worse for it.
    }
  }
}
