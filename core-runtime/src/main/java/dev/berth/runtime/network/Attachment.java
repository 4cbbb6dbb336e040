package dev.berth.runtime.network;

import dev.berth.runtime.spec.EndpointSettings;

/**
 * A container's wish to be on a network, as it is kept in the store.
 *
 * @param network name, or id while the network is not known by name
 */
record Attachment(String network, EndpointSettings settings) {}
