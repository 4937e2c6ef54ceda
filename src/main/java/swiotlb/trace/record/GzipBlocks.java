package swiotlb.trace.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * Compresses a stream on a thread of its own, in blocks each of which is a gzip member: what reads
 * gzip reads them as one file, and of a file whose writer was killed all whole blocks can be read.
 * At most a few blocks wait to be compressed; then the writer waits. Not thread-safe.
 */
final class GzipBlocks extends OutputStream {
  private static final int BLOCK_BYTES = 1 << 19;
  private static final int WAITING_BLOCKS = 4;
  private static final Block LAST = new Block(new byte[0], 0);

  private static final class Block {
    private final byte[] bytes;
    private final int length;

    Block(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }

  private final OutputStream out;
  private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(WAITING_BLOCKS);
  private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(WAITING_BLOCKS);
  private final Thread compressor = new Thread(this::compress, "trace-compressor");
  private volatile @Nullable Throwable failure;
  private byte[] block = new byte[BLOCK_BYTES];
  private int filled;
  private boolean isClosed;

  /** Compresses into a stream, which is closed with this one. */
  GzipBlocks(OutputStream out) {
    this.out = out;
    compressor.setDaemon(true);
    compressor.start();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    var at = from;
    for (var left = length; left > 0; ) {
      var n = Math.min(left, block.length - filled);
      System.arraycopy(bytes, at, block, filled, n);
      filled += n;
      at += n;
      left -= n;
      if (filled == block.length) {
        handOver();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      handOver();
    }
  }

  private void handOver() throws IOException {
    put(new Block(block, filled));
    var next = spare.poll();
    block = next == null ? new byte[BLOCK_BYTES] : next;
    filled = 0;
  }

  private void put(Block next) throws IOException {
    try {
      while (!waiting.offer(next, 1, TimeUnit.SECONDS)) {
        throwFailure();
        if (!compressor.isAlive()) {
          throw new IOException("the compression of the trace has stopped");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the trace was written", e);
    }
    throwFailure();
  }

  private void throwFailure() throws IOException {
    var failed = failure;
    if (failed instanceof InputException told) {
      throw new InputException(told);
    }
    if (failed != null) {
      throw new IOException(String.valueOf(failed.getMessage()), failed);
    }
  }

  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (out) {
      try {
        flush();
      } finally {
        put(LAST);
      }
      compressor.join();
      throwFailure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the trace was written", e);
    }
  }

  /** After a failure it goes on taking blocks, so that nobody waits for it in vain. */
  private void compress() {
    var member = new ByteArrayOutputStream(BLOCK_BYTES / 4);
    try {
      for (var next = waiting.take(); next != LAST; next = waiting.take()) {
        if (failure == null) {
          compress(next, member);
        }
        spare.offer(next.bytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compress(Block next, ByteArrayOutputStream member) {
    member.reset();
    try {
      try (var gzip = new FastGzip(member)) {
        gzip.write(next.bytes, 0, next.length);
      }
      member.writeTo(out);
      out.flush();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      failure = e;
    }
  }

  /** The fastest level: a trace repeats itself so much that it still shrinks to a tenth. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
