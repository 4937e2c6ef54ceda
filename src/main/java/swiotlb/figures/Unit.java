package swiotlb.figures;

/** What a figure counts. */
public enum Unit {
  /** Things that the figure's label names. */
  COUNT,
  /** Slots of 2 KiB. */
  SLOTS,
  /** Pages of 4 KiB. */
  PAGES,
  /** Bytes. */
  BYTES,
  /** Nanoseconds. */
  NANOSECONDS,
  /** Mebibytes a second. */
  MIB_PER_SECOND,
  /** Things that the figure's label names, a second. */
  PER_SECOND,
  /** Nothing: a name, or a part that has figures of its own. */
  NONE
}
