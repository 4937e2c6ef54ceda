package swiotlb.trace.life;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The words of a trace that its readers know: types of messages, and fields by their paths. They
 * are what the records of the actors' protocols are called, which the readers do not know; a test
 * holds the two against each other. What else a trace says is shown as it stands.
 */
public final class Vocabulary {
  private Vocabulary() {}

  /** Types of messages, with the behaviour that each belongs to. */
  public static final class Message {
    // A device asks, areas and the allocator look.
    public static final String MAP_REQUEST = "Area.MapRequest";
    public static final String EXHAUSTED = "Allocator.Exhausted";
    public static final String TRANSIENT_DOES_NOT_FIT = "Area.TransientDoesNotFit";

    // What the device is told.
    public static final String MAPPED = "MapClient.Mapped";
    public static final String MAP_FAILED = "MapClient.MapFailed";
    public static final String WAITS = "MapClient.Waits";
    public static final String THROTTLED = "MapClient.Throttled";
    public static final String ADMITTED = "MapClient.Admitted";
    public static final String SYNCED = "MapClient.Synced";
    public static final String UNMAPPED = "MapClient.Unmapped";

    // What the device does.
    public static final String TRANSFER_DONE = "Device.TransferDone";
    public static final String RETRY = "Device.Retry";
    public static final String UNMAP = "Area.Unmap";

    // What a device tells who commands it.
    public static final String USER_MAPPED = "CommandedDevice.Mapped";
    public static final String USER_FAILED = "CommandedDevice.Failed";
    public static final String USER_UNMAPPED = "CommandedDevice.Unmapped";

    // Memory that can be had without waiting.
    public static final String TAKE = "AtomicPool.Take";
    public static final String TAKE_GRANTED = "AtomicPool.Granted";
    public static final String TAKE_REFUSED = "AtomicPool.Refused";
    public static final String UNREAD = "AtomicPool.Unread";

    // Growth.
    public static final String START_WORKER = "Allocator.StartWorker";
    public static final String GROW = "Grower.Grow";
    public static final String GROWER_FOUND = "Grower.Found";
    public static final String GROWER_FAILED = "Grower.Failed";
    public static final String GROWTH_NOTED = "Allocator.GrowthNoted";
    public static final String POOL_STARTED = "Pool.Started";

    // Pages and their encryption, CPUs, actors.
    public static final String PAGES_REFUSED = "PageAllocator.Refused";
    public static final String ENCRYPTION_CHANGED = "Encryption.Changed";
    public static final String ENCRYPTION_NOT_CHANGED = "Encryption.NotChanged";
    public static final String CPU_GRANTED = "Cpu.Granted";
    public static final String STOPPED = "Stopped";

    private Message() {}
  }

  /** The types of message that have a field. */
  @Target(ElementType.FIELD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface In {
    /** Names of {@link Message}. */
    String[] value();
  }

  /** Fields by their paths: {@code request.demand.slots}. */
  public static final class Field {
    // The request, wherever it has got to.
    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REQUEST = "request";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REQUEST_MAPPING = "request.mapping";

    @In(Message.MAP_REQUEST)
    public static final String REQUEST_CPU = "request.cpu";

    @In(Message.MAP_REQUEST)
    public static final String REQUEST_INTERRUPT = "request.interrupt";

    @In(Message.MAP_REQUEST)
    public static final String REQUEST_CLIENT = "request.client";

    @In(Message.MAP_REQUEST)
    public static final String DEMAND_ADDRESS = "request.demand.originalAddress";

    @In(Message.MAP_REQUEST)
    public static final String DEMAND_SIZE_BYTES = "request.demand.sizeBytes";

    @In(Message.MAP_REQUEST)
    public static final String DEMAND_OFFSET_BYTES = "request.demand.offsetBytes";

    @In(Message.MAP_REQUEST)
    public static final String DEMAND_SLOTS = "request.demand.slots";

    // Why an area passed a request on, and how it was left.
    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_BY = "refusedBy";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_REASON = "refusedBy.reason";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_LARGEST_FREE_RUN = "refusedBy.largestFreeRun";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_LEFT = "refusedBy.left";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_LEFT_AREA = "refusedBy.left.area";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_LEFT_USED_SLOTS = "refusedBy.left.usedSlots";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_LEFT_HINT = "refusedBy.left.hint";

    @In({Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT})
    public static final String REFUSED_LEFT_LOCK_WAIT_NS = "refusedBy.left.lockWaitNs";

    // How an area was left that served a request or took slots back.
    @In({Message.MAPPED, Message.UNMAPPED})
    public static final String LEFT = "left";

    @In({Message.MAPPED, Message.UNMAPPED})
    public static final String LEFT_AREA = "left.area";

    @In({Message.MAPPED, Message.UNMAPPED})
    public static final String LEFT_USED_SLOTS = "left.usedSlots";

    @In({Message.MAPPED, Message.UNMAPPED})
    public static final String LEFT_HINT = "left.hint";

    @In({Message.MAPPED, Message.UNMAPPED})
    public static final String LEFT_LOCK_WAIT_NS = "left.lockWaitNs";

    // Where the time of a request went.
    @In({Message.MAPPED, Message.MAP_FAILED, Message.EXHAUSTED})
    public static final String COST_AREAS = "cost.areas";

    @In({Message.MAPPED, Message.MAP_FAILED})
    public static final String COST_LOCK_WAIT_NS = "cost.lockWaitNs";

    @In({Message.MAPPED, Message.MAP_FAILED, Message.EXHAUSTED})
    public static final String COST_SEARCH_NS = "cost.searchNs";

    @In({Message.MAPPED, Message.MAP_FAILED})
    public static final String COST_WAIT_NS = "cost.waitNs";

    @In({Message.MAPPED, Message.MAP_FAILED})
    public static final String COST_TRANSIENT_NS = "cost.transientNs";

    // What came of it.
    @In({Message.MAPPED, Message.UNMAP, Message.MAP_FAILED, Message.RETRY, Message.SYNCED})
    public static final String MAPPING = "mapping";

    @In(Message.MAPPED)
    public static final String POOL = "pool";

    @In(Message.MAPPED)
    public static final String POOL_SLOTS = "geometry.slots";

    @In({Message.MAPPED, Message.UNMAP})
    public static final String SLOT = "slot";

    @In({Message.MAP_FAILED, Message.RETRY})
    public static final String REASON = "reason";

    @In(Message.MAP_FAILED)
    public static final String USED_SLOTS = "usedSlots";

    @In(Message.MAP_FAILED)
    public static final String TOTAL_SLOTS = "totalSlots";

    @In(Message.MAP_FAILED)
    public static final String LARGEST_FREE_RUN = "largestFreeRun";

    // The buffer in use.
    @In(Message.TRANSFER_DONE)
    public static final String TRANSFER = "transfer";

    @In(Message.TRANSFER_DONE)
    public static final String BEGAN_NS = "beganNs";

    @In(Message.SYNCED)
    public static final String BYTES = "bytes";

    @In(Message.UNMAP)
    public static final String COPY_IN_NS = "copyInNs";

    @In(Message.UNMAP)
    public static final String LOOK_UP_NS = "lookUpNs";

    @In(Message.UNMAP)
    public static final String COPY_BACK_NS = "copyBackNs";

    @In(Message.UNMAPPED)
    public static final String RELEASE_NS = "releaseNs";

    // Memory at once, and growth.
    @In({Message.TAKE, Message.UNMAPPED})
    public static final String SLOTS = "slots";

    @In(Message.TAKE)
    public static final String DECRYPTED = "decrypted";

    @In(Message.TAKE_GRANTED)
    public static final String RANGE_START = "range.start";

    @In(Message.GROWTH_NOTED)
    public static final String ALLOCATOR = "allocator";

    @In(Message.GROWTH_NOTED)
    public static final String STEP = "step";

    @In(Message.GROWTH_NOTED)
    public static final String STEP_TIME_NS = "step.timeNs";

    @In(Message.GROWTH_NOTED)
    public static final String STEP_EVENT = "step.event";

    @In(Message.GROWTH_NOTED)
    public static final String STEP_SLOTS = "step.slots";

    @In(Message.GROWTH_NOTED)
    public static final String STEP_AREAS = "step.areas";

    @In(Message.POOL_STARTED)
    public static final String NEW_POOL_SLOTS = "entry.geometry.slots";

    @In(Message.STOPPED)
    public static final String ACTOR = "actor";

    private Field() {}
  }

  /** How a message says in which state an area was left. */
  public enum Left {
    /** It served a request, or took slots back. */
    AFTER_SERVICE(Field.LEFT, Field.LEFT_AREA, Field.LEFT_USED_SLOTS, Field.LEFT_LOCK_WAIT_NS),
    /** It refused a request. */
    AFTER_REFUSAL(
        Field.REFUSED_LEFT,
        Field.REFUSED_LEFT_AREA,
        Field.REFUSED_LEFT_USED_SLOTS,
        Field.REFUSED_LEFT_LOCK_WAIT_NS);

    private final String field;
    private final String area;
    private final String usedSlots;
    private final String lockWaitNs;

    Left(String field, String area, String usedSlots, String lockWaitNs) {
      this.field = field;
      this.area = area;
      this.usedSlots = usedSlots;
      this.lockWaitNs = lockWaitNs;
    }

    /** Path of all of it. */
    public String field() {
      return field;
    }

    String area() {
      return area;
    }

    String usedSlots() {
      return usedSlots;
    }

    String lockWaitNs() {
      return lockWaitNs;
    }
  }
}
