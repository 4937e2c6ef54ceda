package swiotlb.study.explain;

/** What kind of thing helps. The words are stable. */
public enum Fix {
  /** Smaller mappings. */
  LIMIT_SEGMENT("limit-segment", "let the driver map less at a time"),

  /** More slots from boot on. */
  LARGER_POOL("larger-pool", "a larger pool: swiotlb=SLOTS"),

  /** More memory for coherent allocations that may not wait. */
  LARGER_COHERENT_POOL("larger-coherent-pool", "a larger coherent pool: coherent_pool=SIZE"),

  /** Another region for a restricted pool. */
  CHANGE_RESTRICTED_POOL(
      "change-restricted-pool", "another restricted pool: its region in the device tree"),

  /** A pool where there is none. */
  MAKE_POOL("make-pool", "a pool: swiotlb=force, or iommu=soft on x86"),

  /** No {@code swiotlb=noforce}. */
  DROP_NOFORCE("drop-noforce", "leave swiotlb=noforce out"),

  /** A smaller wish. */
  ASK_LESS("ask-less", "ask for a pool that fits below the limit"),

  /** A bug of a driver. */
  MEND_DRIVER("mend-driver", "mend the driver, or take one that is mended"),

  /** The hypervisor must let memory be shared. */
  ALLOW_SHARING("allow-sharing", "let the hypervisor share the memory"),

  /** Memory that the device reaches. */
  WITHIN_REACH(
      "within-reach", "a pool within the device's reach, or a driver that says it reaches"),

  /** More has to be known. */
  LOOK_FURTHER("look-further", "look at more than this line");

  private final String word;
  private final String meaning;

  Fix(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** As it stands in JSON. */
  public String word() {
    return word;
  }

  /** What it means, as half a sentence. */
  public String meaning() {
    return meaning;
  }
}
