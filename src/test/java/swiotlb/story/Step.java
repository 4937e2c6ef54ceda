package swiotlb.story;

import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Something that happens in a story.
 *
 * @param text how a failure tells it
 */
record Step(String text, Consumer<Cast> deed) {

  /** Who maps: a CPU, in process or in interrupt context. */
  record OnCpu(int number, boolean interrupt) {
    /** The same CPU while it handles an interrupt. */
    OnCpu inInterrupt() {
      return new OnCpu(number, true);
    }

    /** It maps a buffer, which becomes the mapping of the next number, from 1. */
    Step maps(long bytes) {
      return maps(1, bytes);
    }

    /** It maps some buffers one after the other, without waiting for answers. */
    Step maps(int buffers, long bytes) {
      var text =
          "CPU %d maps %s%s%s"
              .formatted(
                  number,
                  buffers == 1 ? "" : buffers + " × ",
                  Story.size(bytes),
                  interrupt ? " in interrupt context" : "");
      return new Step(
          text,
          cast -> LongStream.range(0, buffers).forEach(i -> cast.map(number, interrupt, bytes)));
    }
  }

  static Step unmaps(long... mappings) {
    var numbers = LongStream.of(mappings).boxed().toList();
    return new Step("the driver unmaps " + numbers, cast -> numbers.forEach(cast::unmap));
  }

  @Override
  public String toString() {
    return text;
  }
}
