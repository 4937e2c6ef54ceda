package swiotlb.scenario;

import java.util.ArrayList;
import java.util.List;

/** What reading a scenario found, all parts together. Not thread-safe. */
final class Findings {
  /** What is wrong: where, what, and what would be right. */
  final List<String> problems = new ArrayList<>();

  /** What was read differently than it looks, or assumed. */
  final List<String> notes = new ArrayList<>();

  /** What was to be included and is not there. */
  final List<String> missing = new ArrayList<>();

  /** Every setting that was asked for. */
  final List<Setting> resolved = new ArrayList<>();
}
