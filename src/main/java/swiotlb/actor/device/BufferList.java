package swiotlb.actor.device;

import java.util.List;
import swiotlb.workload.Buffer;

/**
 * The buffers of a request with their mappings, which are mapped one after the other and given back
 * likewise. State of one request, filled anew for each next one.
 */
final class BufferList {
  /** No buffer. */
  static final int NONE = -1;

  private final List<Buffer> buffers;
  private final Mapping[] mappings;
  private long firstNumber;
  private int length;

  /** The buffer that is being mapped or given back, and how many are to be given back. */
  private int at;

  private int held;

  /** Given back after all others. */
  private int lastOne = NONE;

  BufferList(List<Buffer> buffers, MappingUser user) {
    this.buffers = buffers;
    this.mappings = new Mapping[buffers.size()];
    for (var i = 0; i < mappings.length; i++) {
      mappings[i] = new Mapping(user);
    }
  }

  /** To be filled with the buffers of the next request. */
  List<Buffer> toFill() {
    return buffers;
  }

  /**
   * Begins as those of a request.
   *
   * @param firstOfMappings number of its first mapping; the others follow by the device's step
   * @param filled how many there are
   */
  void begin(long firstOfMappings, int filled) {
    firstNumber = firstOfMappings;
    length = filled;
  }

  /** The number of the first mapping. */
  long firstNumber() {
    return firstNumber;
  }

  /** How many there are. */
  int length() {
    return length;
  }

  /** One of the mappings, from 0. */
  Mapping mapping(int index) {
    return mappings[index];
  }

  /** Bytes of all buffers but the first ones, which are headers and the like. */
  long bytesAfter(int extraBuffers) {
    var bytes = 0L;
    for (var i = extraBuffers; i < length; i++) {
      bytes += buffers.get(i).bytes();
    }
    return bytes;
  }

  /** From the first one on, to be mapped. */
  void rewind() {
    at = 0;
    held = length;
    lastOne = NONE;
  }

  /** From the first one on, to be given back: those before the present one, which failed. */
  void undo() {
    held = at;
    at = 0;
    lastOne = NONE;
  }

  /**
   * One of those that are to be given back is given back after all others, if it is one of them.
   */
  void keepForLast(int buffer) {
    lastOne = buffer < held ? buffer : NONE;
  }

  /** Whether one is left to be mapped or given back. */
  boolean hasNext() {
    return at < held;
  }

  /** The number of the one that comes next. */
  int index() {
    if (lastOne == NONE || at < lastOne) {
      return at;
    }
    return isLast() ? lastOne : at + 1;
  }

  Mapping present() {
    return mappings[index()];
  }

  Buffer buffer() {
    return buffers.get(index());
  }

  /** That one is mapped, or given back. */
  void next() {
    at++;
  }

  /** Whether it is the last one that is given back. */
  boolean isLast() {
    return at == held - 1;
  }

  /** The present mapping is left as it is for ever; another one takes its place. */
  void abandon(MappingUser user) {
    mappings[index()] = new Mapping(user);
  }
}
