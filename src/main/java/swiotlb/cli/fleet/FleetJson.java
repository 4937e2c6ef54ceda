package swiotlb.cli.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.study.fleet.ClassRule.Criterion;
import swiotlb.study.fleet.Fleet;
import swiotlb.study.fleet.FleetClass;
import swiotlb.study.fleet.OneSetting;

/** What {@code fleet} says as JSON, as {@code fleet.schema.json} says. */
final class FleetJson {
  private FleetJson() {}

  static ObjectNode of(Fleet fleet, String version) {
    var words = new FleetWords(fleet);
    var grounds = new FleetGrounds(fleet);
    var root = JsonNodeFactory.instance.objectNode();
    root.put("version", version);
    root.put("answer", String.join(" ", words.answer()));
    root.put("cmdline", words.setting().map(words::parameter).orElse(null));
    root.put("folders", fleet.folders());
    root.put("slot_bytes", SlotUnits.DEFAULT.slotBytes());
    root.put("quantiles", "nearest rank");
    texts(root, "criteria", fleet.rule().criteria().stream().map(Criterion::label).toList());
    of(root.putObject("all"), fleet.all());
    var classes = root.putArray("classes");
    fleet.classes().forEach(one -> of(classes.addObject(), one));
    var settings = root.putArray("settings");
    fleet.settings().forEach(setting -> of(settings.addObject(), setting));
    texts(root, "newest", grounds.newest());
    texts(root, "sureness", grounds.sureness());
    var standOuts = root.putArray("stand_outs");
    for (var one : fleet.standOuts()) {
      standOuts
          .addObject()
          .put("folder", one.folder())
          .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
          .put("words", one.words());
    }
    var repeated = root.putArray("repeated");
    for (var one : fleet.repeated()) {
      repeated.addObject().put("folder", one.folder()).put("same_as", one.sameAs());
    }
    var unread = root.putArray("unread");
    for (var one : fleet.unread()) {
      unread.addObject().put("folder", one.folder()).put("problem", one.problem());
    }
    var machines = root.putArray("machines");
    fleet.all().machines().forEach(machine -> machines.add(machine.toNode()));
    return root;
  }

  private static void of(ObjectNode node, FleetClass one) {
    node.put("name", one.name());
    node.put("machines", one.machines().size());
    node.put("few", one.isSmall());
    node.put("unserved", one.unserved());
    node.put("too_small_now", one.machines().size() - one.servedNow());
    node.put("slots_now", one.slotsNow());
    var need = node.putObject("need_slots");
    need.put("least", orNull(one.leastSlots()));
    need.put("p50", orNull(one.needSlots(0.5)));
    need.put("p90", orNull(one.needSlots(0.9)));
    need.put("p99", orNull(one.needSlots(FleetWords.MOST)));
    need.put("all", orNull(one.needSlots(1)));
    of(node, "for_99", one, one.settingFor(FleetWords.MOST).orElse(null));
    of(node, "for_all", one, one.settingFor(1).orElse(null));
    of(node, "dynamic_for_all", one, one.dynamicSettingFor(1).orElse(null));
  }

  private static @Nullable Integer orNull(Optional<Integer> value) {
    return value.orElse(null);
  }

  /** What a setting comes to on the machines of a class that some size serves. */
  private static void of(ObjectNode node, String name, FleetClass whole, @Nullable Long asked) {
    if (asked == null) {
      node.putNull(name);
      return;
    }
    var one = whole.onlyServable();
    node.putObject(name)
        .put("asked_slots", asked)
        .put("written_slots", one.written(asked))
        .put("slots", one.slots(asked))
        .put("transients", one.transients(asked))
        .put("dynamic_slots", one.dynamicSlots(asked));
  }

  private static void of(ObjectNode node, OneSetting setting) {
    var isAsked = setting.asked() > 0;
    node.put("setting", FleetWords.setting(setting));
    node.put("asked_slots", isAsked ? setting.asked() : null);
    node.put("written_slots", isAsked ? setting.written() : null);
    node.put("unserved", setting.unserved());
    node.put("failed", setting.failed());
    node.put("slots", setting.slots());
    node.put("transients", setting.transients());
    node.put("dynamic_slots", setting.dynamicSlots());
  }

  private static void texts(ObjectNode node, String key, List<String> texts) {
    var array = node.putArray(key);
    texts.forEach(array::add);
  }
}
