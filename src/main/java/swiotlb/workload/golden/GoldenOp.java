package swiotlb.workload.golden;

import org.jspecify.annotations.Nullable;

/** One line of a golden trace: an operation and what the real allocator answered. */
public sealed interface GoldenOp {
  /** Line of the file, from 1. */
  long line();

  /** What the real allocator answered. */
  GoldenAnswer expected();

  /** Calls the method of this kind of operation. */
  <T> T accept(Visitor<T> visitor);

  /** A method for each kind of operation. */
  interface Visitor<T> {
    /** Plays {@link Map}. */
    T map(Map op);

    /** Plays {@link Alloc}. */
    T alloc(Alloc op);

    /** Plays {@link Unmap}. */
    T unmap(Unmap op);

    /** Plays {@link Grow}. */
    T grow(Grow op);

    /** Plays {@link PageAlloc}. */
    T pageAlloc(PageAlloc op);

    /** Plays {@link Rcu}. */
    T rcu(Rcu op);

    /** Plays {@link Freeze}. */
    T freeze(Freeze op);

    /** Plays {@link ResetHiwater}. */
    T resetHiwater(ResetHiwater op);

    /** Plays {@link Stat}. */
    T stat(Stat op);

    /** Plays {@link Areas}. */
    T areas(Areas op);

    /** Plays {@link Boot}. */
    T boot(Boot op);
  }

  /**
   * A mapping.
   *
   * @param device null: the only one of the file
   * @param viaDma the whole way, with the check of the device's reach
   */
  record Map(
      long line,
      long id,
      int cpu,
      @Nullable String device,
      long originalAddress,
      long sizeBytes,
      long allocAlignMask,
      boolean viaDma,
      GoldenAnswer expected)
      implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.map(this);
    }
  }

  /** An allocation of pages from a restricted pool. */
  record Alloc(
      long line, long id, int cpu, @Nullable String device, long sizeBytes, GoldenAnswer expected)
      implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.alloc(this);
    }
  }

  /** Release of a mapping, or of pages allocated from a restricted pool. */
  record Unmap(long line, long id, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.unmap(this);
    }
  }

  /** The growth work gets to run. */
  record Grow(long line, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.grow(this);
    }
  }

  /** From now on the page allocator fails for descriptors or slot tables. */
  record PageAlloc(
      long line, boolean failsDescriptors, boolean failsSlotTables, GoldenAnswer expected)
      implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.pageAlloc(this);
    }
  }

  /** A grace period ends. */
  record Rcu(long line, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.rcu(this);
    }
  }

  /** Growing is switched off for good. */
  record Freeze(long line, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.freeze(this);
    }
  }

  /** The high-water mark of the default allocator is reset. */
  record ResetHiwater(long line, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.resetHiwater(this);
    }
  }

  /** Counters of one allocator, which is the default one where {@code allocator} is null. */
  record Stat(long line, @Nullable String allocator, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.stat(this);
    }
  }

  /** State of all areas. */
  record Areas(long line, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.areas(this);
    }
  }

  /** A fresh boot; nothing of earlier lines remains. */
  record Boot(long line, BootInput input, GoldenAnswer expected) implements GoldenOp {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.boot(this);
    }
  }

  /**
   * What decides the size of the default pool.
   *
   * @param cmdline null where not given
   * @param lateBytes null at boot
   */
  record BootInput(
      int cpus,
      @Nullable String cmdline,
      long confidentialBytes,
      long memblockMaxBytes,
      @Nullable Long lateBytes,
      int maxPageOrder) {}
}
