package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.Slots;
import swiotlb.time.Sent;

/**
 * In encrypted memory a device that cannot read it gets no bounce buffer in pages that the
 * hypervisor has been asked to share and has not answered for. Where it has refused, what becomes
 * of them is the kernel's affair.
 */
final class SharedBuffers implements Law {
  private static final String HYPERVISOR = "/encryption";

  private record Asked(long quest, long start, long end) {}

  private final List<Asked> unanswered = new ArrayList<>();
  private final Map<Long, Boolean> needsShared = new HashMap<>();

  @Override
  public @Nullable String broken(Sent sent) {
    var message = sent.message();
    if (message instanceof Encryption.Decrypt asked && sent.to().endsWith(HYPERVISOR)) {
      var end = asked.address() + (long) Slots.PAGE_BYTES * asked.pages();
      unanswered.add(new Asked(asked.quest(), asked.address(), end));
    } else if (message instanceof Encryption.Reply answer && sent.from().endsWith(HYPERVISOR)) {
      answered(answer.quest());
    } else if (message instanceof Area.MapRequest search) {
      needsShared.put(search.request().mapping(), search.request().decrypted());
    } else if (message instanceof MapClient.Mapped mapped) {
      return broken(mapped);
    }
    return null;
  }

  /** The one that was asked first. */
  private void answered(long quest) {
    for (var i = 0; i < unanswered.size(); i++) {
      if (unanswered.get(i).quest == quest) {
        unanswered.remove(i);
        return;
      }
    }
  }

  private @Nullable String broken(MapClient.Mapped mapped) {
    if (!needsShared.getOrDefault(mapped.mapping(), false)) {
      return null;
    }
    var address = mapped.geometry().addressOf(mapped.slot());
    for (var asked : unanswered) {
      if (asked.start <= address && address < asked.end) {
        return "mapping %d gets a bounce buffer at 0x%x, which the hypervisor has not shared yet"
            .formatted(mapped.mapping(), address);
      }
    }
    return null;
  }
}
