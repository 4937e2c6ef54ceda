package swiotlb.study.cluster;

/**
 * What processes tell one another. These types alone are read from the network, as CBOR; of all
 * else Akka's own messages for membership, watching and delivery.
 */
sealed interface Told
    permits Chunk,
        Coordinator.Hello,
        Coordinator.Fetch,
        Coordinator.Ping,
        Coordinator.ResultPart,
        NodeSession.Welcome,
        NodeSession.Refused,
        NodeSession.JobPart,
        NodeSession.Pong,
        NodeSession.Farewell,
        Worker.Taken {}
