package dev.berth.dns.resolver;

/** Opens sockets to name servers, in the namespace that each is to be asked from. Used on the event loop only. */
interface UpstreamSockets {
    /** A socket for many questions. */
    Upstream udp(Server server);

    /** Asks one question by TCP. */
    void askByTcp(Server server, TcpExchange.Request request);
}
