package dev.berth.runtime.api;

/** Answers one kind of request; runs on a worker thread and may block. */
@FunctionalInterface
interface RouteHandler {
    /**
     * Answers by {@code reply}, at once or later.
     *
     * @throws Exception told to the client by {@link ErrorReply}
     */
    void handle(ApiRequest request, Reply reply) throws Exception;
}
