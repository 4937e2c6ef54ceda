package swiotlb.cli.size;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swiotlb.study.size.Growth;
import swiotlb.study.size.PoolSize;

/** What {@code size} says as JSON, as {@code size.schema.json} says. */
final class SizeJson {
  private SizeJson() {}

  static ObjectNode of(SizeAnswer answer, String version) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("version", version);
    root.put("answer", answer.sentence());
    size(root, answer.size());
    texts(root, "notes", answer.reasons());
    texts(root, "boot_log", answer.size().log());
    texts(root, "assumed", answer.described().assumed());
    texts(root, "doubts", answer.evidence().doubts());
    texts(root, "agrees", answer.evidence().agreements());
    texts(root, "disagrees", answer.evidence().disagreements());
    texts(root, "remarks", answer.described().remarks());
    root.put("cmdline", answer.paste().orElse(null));
    var restricted = root.putArray("restricted");
    for (var pool : answer.described().restricted()) {
      var node = restricted.addObject();
      node.put("name", pool.name());
      node.put("bytes", pool.isUnmapped() ? 0 : pool.bytes());
      texts(node, "devices", pool.devices());
    }
    var neighbours = root.putArray("neighbours");
    for (var neighbour : answer.neighbours()) {
      var node = neighbours.addObject();
      node.put("change", neighbour.change());
      node.put("cmdline", neighbour.paste().orElse(null));
      size(node, neighbour.size());
    }
    var table = root.putArray("table");
    answer.table().stream()
        .flatMap(sizes -> sizes.rows().stream())
        .forEach(row -> size(table.addObject(), row));
    answer.table().flatMap(sizes -> sizes.worst()).ifPresent(w -> size(root.putObject("worst"), w));
    return root;
  }

  private static void size(ObjectNode node, PoolSize size) {
    var machine = size.machine();
    var of = node.putObject("machine");
    of.put("arch", machine.arch().label());
    of.put("memory_bytes", machine.memoryBytes());
    of.put("cpus", machine.cpus());
    of.put("encrypted", machine.encryption().label());
    of.put("release", machine.kernel().release().toString());
    of.put("cmdline", machine.cmdline());
    node.put("pool_slots", size.slots());
    node.put("pool_bytes", size.bytes());
    node.put("areas", size.areas());
    node.put("area_slots", size.areaSlots());
    node.put("largest_mapping", size.largestMapping());
    var bytes = node.putArray("coherent_bytes");
    var zones = node.putArray("coherent_zones");
    for (var pool : size.coherent()) {
      bytes.add(pool.bytes());
      zones.add(pool.label().toLowerCase(Locale.ROOT));
    }
    node.put("lost_bytes", size.lostBytes());
    node.put("lost_share", size.lostShare());
    growth(node, size.growth().orElse(null));
  }

  private static void growth(ObjectNode node, @Nullable Growth growth) {
    if (growth == null) {
      node.putNull("growth");
      return;
    }
    node.putObject("growth")
        .put("slots", growth.slots())
        .put("bytes", growth.bytes())
        .put("areas", growth.areas())
        .put("least_bytes", growth.leastBytes());
  }

  private static void texts(ObjectNode node, String key, List<String> texts) {
    var array = node.putArray(key);
    texts.forEach(array::add);
  }
}
