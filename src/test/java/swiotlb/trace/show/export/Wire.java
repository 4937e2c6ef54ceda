package swiotlb.trace.show.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Fields of a protobuf message, read with nothing but the published encoding. */
record Wire(List<Field> fields) {

  /** A field: its number, its wire type, and its value as a number or as bytes. */
  record Field(int number, int type, long value, ByteBuffer bytes) {
    Wire message() {
      return Wire.of(bytes.duplicate());
    }
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  static Wire of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  private static Wire of(ByteBuffer bytes) {
    var in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    var fields = new ArrayList<Field>();
    while (in.hasRemaining()) {
      var tag = varint(in);
      var type = (int) (tag & 7);
      var number = (int) (tag >>> 3);
      switch (type) {
        case 0 -> fields.add(new Field(number, type, varint(in), NOTHING));
        case 1 -> fields.add(new Field(number, type, in.getLong(), NOTHING));
        case 2 -> {
          var length = (int) varint(in);
          fields.add(new Field(number, type, 0, in.slice(in.position(), length)));
          in.position(in.position() + length);
        }
        default -> throw new IllegalArgumentException("wire type " + type + " of field " + number);
      }
    }
    return new Wire(fields);
  }

  private static long varint(ByteBuffer in) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  List<Field> all(int number) {
    return fields.stream().filter(f -> f.number == number).toList();
  }

  boolean has(int number) {
    return !all(number).isEmpty();
  }

  /** A field that must be there once. */
  Field one(int number) {
    var found = all(number);
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "field " + number + " is there " + found.size() + " times");
    }
    return found.get(0);
  }

  long number(int number) {
    return one(number).value;
  }

  String text(int number) {
    return StandardCharsets.UTF_8.decode(one(number).bytes.duplicate()).toString();
  }

  Wire message(int number) {
    return one(number).message();
  }
}
