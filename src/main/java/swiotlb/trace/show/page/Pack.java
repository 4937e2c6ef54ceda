package swiotlb.trace.show.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * What a page holds, in one piece: a JSON object that says which columns follow and what their
 * numbers mean, and the columns. Written compressed and as base64, in which nothing can be taken
 * for markup. Not thread-safe.
 */
final class Pack {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode head = JsonNodeFactory.instance.objectNode();
  private final ObjectNode directory = JsonNodeFactory.instance.objectNode();
  private final List<byte[]> blocks = new ArrayList<>();

  /** What stands before the columns, for more to be put in. */
  ObjectNode head() {
    return head;
  }

  void add(String name, Column column) {
    add(name, column.count(), column.bytes());
  }

  void add(String name, int count, byte[] bytes) {
    directory.putArray(name).add(count).add(bytes.length);
    blocks.add(bytes);
  }

  void writeTo(OutputStream out) throws IOException {
    head.set("columns", directory);
    var json = JSON.writeValueAsBytes(head);
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    // Closing the encoder writes its last characters, and must not close what lies below.
    try (var packed =
        new DeflaterOutputStream(Base64.getEncoder().wrap(new Unclosed(out)), deflater, 1 << 16)) {
      packed.write(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(json.length).array());
      packed.write(json);
      for (var block : blocks) {
        packed.write(block);
      }
    } finally {
      deflater.end();
    }
  }

  private static final class Unclosed extends OutputStream {
    private final OutputStream out;

    Unclosed(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }
  }
}
