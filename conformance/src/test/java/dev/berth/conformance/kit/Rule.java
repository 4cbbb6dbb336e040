package dev.berth.conformance.kit;

import java.util.function.Consumer;

/**
 * One thing that an engine relies on, or would like to.
 *
 * @param needed without it containers or data are at risk; else the engines in use work round it
 */
record Rule(String name, boolean needed, Consumer<PluginCaller> check) {
    static Rule needed(String name, Consumer<PluginCaller> check) {
        return new Rule(name, true, check);
    }

    static Rule wished(String name, Consumer<PluginCaller> check) {
        return new Rule(name, false, check);
    }
}
