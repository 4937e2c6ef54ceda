package swiotlb.study.conform.against;

import java.util.Locale;

/** A rule of the specification that a difference touches. The words stay. */
public enum Rule {
  /** Size and areas of the pool that set-up makes. */
  BOOT("2", "what set-up makes of its inputs"),
  /** The largest mapping of a device. */
  LARGEST_MAPPING("8", "the largest mapping that a device is told of"),
  /** Mappings from a device that has no slots at all. */
  NO_POOL("3", "an allocator without slots refuses at once"),
  /** Buffers larger than a slot set. */
  TOO_LARGE("3, step 1", "what is too large fails at once and asks for no growth"),
  /** Slots of a buffer. */
  BUFFER_SIZE("3, step 1", "how many slots a buffer takes"),
  /** Where in its slots a buffer begins. */
  OFFSET("3, steps 1 and 4", "where in its slots a buffer begins"),
  /** Order of pools and areas. */
  AREA_ORDER("3, step 2", "in which order pools and areas are searched"),
  /** Whether the device reaches what was found. */
  REACH("3, step 2", "what a device does not reach is given back after the search"),
  /** Where the search of an area begins. */
  SEARCH_START("3, step 3", "where the search of an area begins"),
  /** Addresses at which a buffer may begin. */
  ALIGNMENT("3, step 3", "at which addresses a buffer may begin"),
  /** Segment boundaries. */
  SEGMENT_BOUNDARY("3, step 3", "a buffer does not cross the device's segment boundary"),
  /** Slot sets. */
  SLOT_SET("2", "a buffer does not cross a slot set"),
  /** Slots that are given twice. */
  IN_USE("3, step 3", "slots in use are not given once more"),
  /** The walk through an area. */
  SCAN("3, step 3", "how an area is walked through"),
  /** Who asks for growth. */
  GROWTH_WORK("3, step 5", "who queues the growth work, and when it is pending"),
  /** Transient pools. */
  TRANSIENT("4", "who gets a transient pool, and of what size"),
  /** Pages of transient pools. */
  TRANSIENT_PAGES("4", "which pages a transient pool asks for"),
  /** Release of transient pools. */
  TRANSIENT_RELEASE("4", "when the memory of transient pools returns"),
  /** Size of grown pools. */
  GROWTH_SIZE("2", "how large a dynamic pool is"),
  /** Areas of grown pools. */
  GROWTH_AREAS("2", "into how many areas a dynamic pool is cut"),
  /** Pages of grown pools. */
  GROWTH_PAGES("2", "which pages a dynamic pool asks for"),
  /** Release of buffers. */
  UNMAP("7", "what an unmap gives back"),
  /** Use of areas. */
  AREA_USE("7", "how the slots in use of an area are counted"),
  /** The high-water mark. */
  HIWATER("8", "how the high-water mark is kept"),
  /** The other counters. */
  COUNTERS("8", "what the counters say");

  private final String section;
  private final String title;

  Rule(String section, String title) {
    this.section = section;
    this.title = title;
  }

  /** A stable word, such as {@code search-start}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The section of the specification. */
  public String section() {
    return section;
  }

  /** What it rules, in words. */
  public String title() {
    return title;
  }
}
