package swiotlb.story;

import java.util.List;
import java.util.function.Predicate;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceMessage;

/** The end of a sentence about each of some messages of a trace, of which there is one at least. */
final class Each {
  private final StoryTrace trace;
  private final Messages what;

  Each(StoryTrace trace, Messages what) {
    this.trace = trace;
    this.what = what;
  }

  /** … is a cause, near or far, of such a one. */
  StoryTrace leadsTo(Messages effect) {
    return holds("lead to", effect, one -> trace.effects(one).anyMatch(effect::include));
  }

  /** … is a cause, near or far, of such a one. */
  StoryTrace leadsTo(Class<?> effect) {
    return leadsTo(Messages.a(effect));
  }

  /** … is a cause of such a one that is handled so much later. */
  StoryTrace leadsAfter(long ns, Messages effect) {
    return holds(
        "after " + TimeText.of(ns) + " lead to",
        effect,
        one ->
            trace.effects(one).anyMatch(m -> effect.include(m) && m.timeNs() - one.timeNs() == ns));
  }

  /** … has such a one among its causes, near or far. */
  StoryTrace comesOf(Messages cause) {
    return holds("come of", cause, one -> trace.causes(one).anyMatch(cause::include));
  }

  /** … has such a one among its causes, near or far. */
  StoryTrace comesOf(Class<?> cause) {
    return comesOf(Messages.a(cause));
  }

  /** … stands before all of those, of which there is one at least. */
  StoryTrace comesBefore(Messages later) {
    var first = trace.required(later).get(0);
    return holds("come before", later, one -> trace.isBefore(one, first));
  }

  /** … stands before all of those, of which there is one at least. */
  StoryTrace comesBefore(Class<?> later) {
    return comesBefore(Messages.a(later));
  }

  private StoryTrace holds(String verb, Messages other, Predicate<TraceMessage> truth) {
    var ones = trace.required(what);
    var exceptions = ones.stream().filter(truth.negate()).toList();
    if (!exceptions.isEmpty()) {
      throw trace.failure(
          "should show each %s %s %s, but %d of %d did not"
              .formatted(what, verb, other, exceptions.size(), ones.size()),
          List.of(what, other),
          exceptions);
    }
    return trace.anew();
  }
}
