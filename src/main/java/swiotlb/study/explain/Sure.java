package swiotlb.study.explain;

import java.util.Locale;

/** How sure a cause is. */
public enum Sure {
  /** The line says it. */
  CERTAIN,
  /** More speaks for it than for anything else. */
  LIKELY,
  /** It may be so; the line says too little. */
  POSSIBLE;

  /** As it stands in text and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
