package swiotlb.time.akka;

import akka.actor.Terminated;
import akka.actor.typed.internal.AdaptMessage;
import akka.actor.typed.internal.AdaptWithRegisteredMessageAdapter;
import akka.actor.typed.internal.TimerSchedulerImpl;
import akka.actor.typed.javadsl.Adapter;
import swiotlb.time.Stopped;
import swiotlb.time.TimerFired;

/** Messages as their senders meant them, without what Akka wraps around them. */
final class Wrapped {
  private Wrapped() {}

  static Object content(Object message) {
    if (message instanceof AdaptWithRegisteredMessageAdapter<?> adapted) {
      return content(adapted.msg());
    }
    if (message instanceof AdaptMessage<?, ?> adapted) {
      return content(adapted.message());
    }
    if (message instanceof TimerSchedulerImpl.TimerMsg timer) {
      return new TimerFired(String.valueOf(timer.key()));
    }
    if (message instanceof Terminated terminated) {
      return new Stopped(Adapter.toTyped(terminated.actor()));
    }
    return message;
  }
}
