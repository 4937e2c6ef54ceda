/**
 * Everything that knows the inside of Akka, a class for each part: mailboxes, dispatchers, timers
 * and what Akka wraps around messages. An actor system makes them by the class names in {@code
 * actors.conf}; they find their engine by its number and talk to it through {@link
 * swiotlb.time.VirtualHooks} or {@link swiotlb.time.ConcurrentHooks}.
 */
@NullMarked
package swiotlb.time.akka;

import org.jspecify.annotations.NullMarked;
