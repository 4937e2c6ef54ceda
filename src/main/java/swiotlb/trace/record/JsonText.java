package swiotlb.trace.record;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing buffer of JSON text in UTF-8. Not thread-safe. */
final class JsonText {
  private static final int DRAIN_AT = 1 << 16;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private byte[] bytes = new byte[DRAIN_AT * 2];
  private int length;

  boolean isNearlyFull() {
    return length >= DRAIN_AT;
  }

  int length() {
    return length;
  }

  /** The text, up to its length; not to be kept. */
  byte[] bytes() {
    return bytes;
  }

  void clear() {
    length = 0;
  }

  void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  /** Text that needs no escapes: ASCII without quotes, backslashes and control characters. */
  @SuppressWarnings("deprecation") // The one copy of low bytes without a coder; ASCII by contract.
  JsonText raw(String ascii) {
    var end = ascii.length();
    ensure(end);
    ascii.getBytes(0, end, bytes, length);
    length += end;
    return this;
  }

  JsonText number(long value) {
    if (value == Long.MIN_VALUE) {
      return raw("-9223372036854775808");
    }
    ensure(20);
    var rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    length += digits(rest);
    var place = length;
    do {
      bytes[--place] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  private static int digits(long value) {
    var digits = 1;
    for (var bound = 10L; digits < 19 && value >= bound; bound *= 10) {
      digits++;
    }
    return digits;
  }

  JsonText quoted(String value) {
    return quoted(value, 0);
  }

  /** What follows in a string after its first characters. */
  @SuppressWarnings("deprecation") // As in raw.
  JsonText quoted(String value, int from) {
    ensure((value.length() - from) * 6 + 2);
    bytes[length++] = '"';
    if (isPlain(value, from)) {
      value.getBytes(from, value.length(), bytes, length);
      length += value.length() - from;
    } else {
      value.substring(from).codePoints().forEach(this::character);
    }
    bytes[length++] = '"';
    return this;
  }

  private static boolean isPlain(String value, int from) {
    for (var i = from; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void character(int c) {
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c < 0x20 || (c >= 0x7f && c < 0x10000)) {
      unicode(c);
    } else if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else {
      unicode(Character.highSurrogate(c));
      unicode(Character.lowSurrogate(c));
    }
  }

  private void unicode(int c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (var shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[c >> shift & 0xf];
    }
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
