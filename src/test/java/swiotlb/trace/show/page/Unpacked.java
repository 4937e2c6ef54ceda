package swiotlb.trace.show.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/** What a page holds, read back as a browser does. */
public final class Unpacked {
  private static final String BEGIN = "<script id=\"data\" type=\"text/plain\">";

  private final JsonNode head;
  private final byte[] columns;
  private final Map<Integer, Integer> rowsOfShape = new HashMap<>();

  private Unpacked(JsonNode head, byte[] columns) {
    this.head = head;
    this.columns = columns;
  }

  /** Reads a page. */
  public static Unpacked of(String page) throws IOException {
    var from = page.indexOf(BEGIN) + BEGIN.length();
    var base64 = page.substring(from, page.indexOf("</script>", from));
    var bytes =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))
            .readAllBytes();
    var length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    var head = new ObjectMapper().readTree(bytes, 4, length);
    var columns = new byte[bytes.length - 4 - length];
    System.arraycopy(bytes, 4 + length, columns, 0, columns.length);
    return new Unpacked(head, columns);
  }

  /** The JSON that stands before the columns. */
  public JsonNode head() {
    return head;
  }

  /** The numbers of a column. */
  public long[] numbers(String column) {
    var bytes = bytes(column);
    var numbers = new long[head.path("columns").path(column).path(0).intValue()];
    var last = 0L;
    var place = 0;
    for (var i = 0; i < numbers.length; i++) {
      var value = 0L;
      for (var shift = 0; ; shift += 7) {
        var b = bytes[place++];
        value |= (b & 0x7fL) << shift;
        if (b >= 0) {
          break;
        }
      }
      last += (value >>> 1) ^ -(value & 1);
      numbers[i] = last;
    }
    return numbers;
  }

  private byte[] bytes(String column) {
    var from = 0;
    for (var entry : head.path("columns").properties()) {
      var length = entry.getValue().path(1).intValue();
      if (entry.getKey().equals(column)) {
        var bytes = new byte[length];
        System.arraycopy(columns, from, bytes, 0, length);
        return bytes;
      }
      from += length;
    }
    throw new AssertionError("no column " + column);
  }

  /** Text that a column holds. */
  public String text(String column) {
    return new String(bytes(column), StandardCharsets.UTF_8);
  }

  /** A word for each number of a column. */
  public String[] words(String list, String column) {
    var numbers = numbers(column);
    var words = new String[numbers.length];
    for (var i = 0; i < numbers.length; i++) {
      words[i] = head.path(list).path((int) numbers[i]).textValue();
    }
    return words;
  }

  /** The fields of every message, as JSON. */
  public String[] fields() {
    var shapes = numbers("shape");
    var all = new String[shapes.length];
    var read = new HashMap<String, long[]>();
    for (var i = 0; i < shapes.length; i++) {
      var shape = (int) shapes[i];
      var row = rowsOfShape.merge(shape, 1, Integer::sum) - 1;
      var text = new StringBuilder();
      var mark = 0;
      for (var c : head.path("shapes").path(shape).textValue().toCharArray()) {
        if (c != FieldColumns.INTEGER && c != FieldColumns.WORD) {
          text.append(c);
          continue;
        }
        var value = read.computeIfAbsent("shape." + shape + "." + mark++, this::numbers)[row];
        text.append(
            c == FieldColumns.INTEGER
                ? Long.toString(value)
                : head.path("words").path((int) value).textValue());
      }
      all[i] = text.toString();
    }
    return all;
  }
}
