package swiotlb.bench;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.BinaryTree;
import umontreal.ssj.simevents.eventlist.DoublyLinked;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.RedblackTree;
import umontreal.ssj.simevents.eventlist.SplayTree;

/** PHOLD on SSJ: a job is an event that is scheduled again and again, a place a counter. */
final class SsjPhold implements Phold {
  private final Simulator simulator = new Simulator();
  private final Dice dice = new Dice();
  private final long[] arrivals = new long[PLACES];
  private int left;

  /**
   * The model on one of SSJ's event lists.
   *
   * @param list by its simple name; empty: the one that SSJ takes by itself
   */
  SsjPhold(String list) {
    if (list.isEmpty()) {
      simulator.init();
    } else {
      simulator.init(named(list));
    }
    for (var i = 0; i < JOBS; i++) {
      new Job(simulator, dice.place()).schedule(dice.delayNs());
    }
  }

  private static EventList named(String list) {
    return switch (list) {
      case "BinaryTree" -> new BinaryTree();
      case "DoublyLinked" -> new DoublyLinked();
      case "Henriksen" -> new Henriksen();
      case "RedblackTree" -> new RedblackTree();
      case "SplayTree" -> new SplayTree();
      default -> throw new IllegalArgumentException("SSJ has no event list " + list);
    };
  }

  private final class Job extends Event {
    private int place;

    Job(Simulator simulator, int place) {
      super(simulator);
      this.place = place;
    }

    @Override
    public void actions() {
      arrivals[place]++;
      place = dice.place();
      schedule(dice.delayNs());
      if (--left == 0) {
        simulator.stop();
      }
    }
  }

  /** SSJ drops the event that follows the one in which it was told to stop; one job in a call. */
  @Override
  public void advance(int arrivals) {
    left = arrivals;
    simulator.start();
    new Job(simulator, dice.place()).schedule(dice.delayNs());
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
