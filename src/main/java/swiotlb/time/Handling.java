package swiotlb.time;

/**
 * What an actor is at while it sends: the cause of its messages.
 *
 * @param path of the actor, without the address of the system
 * @param id of the message that it handles; 0 if none, or if messages are not numbered
 * @param correlation what that message is about
 */
record Handling(String path, long id, long correlation) {}
