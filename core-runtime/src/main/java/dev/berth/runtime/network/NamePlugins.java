package dev.berth.runtime.network;

import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.name.NameService;

/** The three parts of the name plugin. */
public record NamePlugins(NameService service, HostFiles files, LinkEnvironment environment) {}
