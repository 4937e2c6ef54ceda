package swiotlb.study.run;

import swiotlb.time.VirtualTime;

/**
 * Looks on at a run in virtual time, on its thread. From when it begins until it ends its actors
 * can be looked at and listened to whenever the run tells something, between two messages: it goes
 * on as if nobody did. A run on real threads shows itself to nobody.
 */
public interface Onlooker {
  /** Nobody looks. */
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public void runBegins(VirtualTime time) {}

        @Override
        public void runEnds() {}
      };

  /** Nothing has happened yet. */
  void runBegins(VirtualTime time);

  /** Nothing happens any more; those of the actors that are left will stop now. */
  void runEnds();
}
