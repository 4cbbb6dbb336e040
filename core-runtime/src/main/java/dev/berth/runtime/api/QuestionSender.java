package dev.berth.runtime.api;

import dev.berth.plugin.name.NameDiagnostics.Subscription;
import dev.berth.plugin.name.NameQuery;
import dev.berth.runtime.network.NameInquiries;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Sends a container's questions to one client. A client that does not keep up misses some: the resolver, on whose thread
 * this is told, waits for nobody.
 */
final class QuestionSender {
    private final ResponseSink sink;
    private final AtomicReference<Optional<Subscription>> watching = new AtomicReference<>(Optional.empty());

    private QuestionSender(ResponseSink sink) {
        this.sink = sink;
    }

    /** @param open called once nothing can be refused any more */
    static void start(NameInquiries names, String container, boolean follow, Supplier<ResponseSink> open) {
        var recent = names.recent(container);
        QuestionSender sender = new QuestionSender(open.get());
        recent.forEach(sender::send);
        if (follow) {
            sender.follow(names, container);
        } else {
            sender.sink.end();
        }
    }

    private void follow(NameInquiries names, String container) {
        watching.set(Optional.of(names.watch(container, this::send)));
        sink.onChange(this::changed);
        changed();
    }

    private void send(NameQuery query) {
        if (sink.isWritable()) {
            sink.write(Unpooled.copiedBuffer(NameRoutes.line(query), StandardCharsets.UTF_8));
        }
    }

    private void changed() {
        if (sink.isUnheard()) {
            watching.getAndSet(Optional.empty()).ifPresent(Subscription::close);
            sink.end();
        }
    }
}
