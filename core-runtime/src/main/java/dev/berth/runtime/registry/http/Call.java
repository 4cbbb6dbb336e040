package dev.berth.runtime.registry.http;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request that can be sent again.
 *
 * @param body made anew each time
 * @param statuses those that are an answer; any other is a failure
 */
record Call(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<Supplier<BodyPublisher>> body,
        List<Integer> statuses) {
    Call {
        headers = Map.copyOf(headers);
        statuses = List.copyOf(statuses);
    }

    static Call get(URI uri) {
        return of("GET", uri);
    }

    static Call of(String method, URI uri) {
        return new Call(method, uri, Map.of(), Optional.empty(), List.of(200));
    }

    Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, uri, more, body, statuses);
    }

    Call without(String name) {
        Map<String, String> less = new LinkedHashMap<>(headers);
        less.remove(name);
        return new Call(method, uri, less, body, statuses);
    }

    Call to(URI other) {
        return new Call(method, other, headers, body, statuses);
    }

    Call sending(Supplier<BodyPublisher> bytes) {
        return new Call(method, uri, headers, Optional.of(bytes), statuses);
    }

    Call expecting(Integer... accepted) {
        return new Call(method, uri, headers, body, List.of(accepted));
    }

    /** Also an answer: not there. */
    Call orMissing() {
        List<Integer> more = new ArrayList<>(statuses);
        more.add(404);
        return new Call(method, uri, headers, body, more);
    }

    BodyPublisher publisher() {
        return body.map(Supplier::get).orElseGet(BodyPublishers::noBody);
    }
}
