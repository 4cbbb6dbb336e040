package dev.berth.dns;

import dagger.Module;
import dagger.Provides;
import dev.berth.dns.file.DockerHostFiles;
import dev.berth.dns.link.DockerLinkEnvironment;
import dev.berth.dns.resolver.SandboxNameService;
import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.name.NameService;
import jakarta.inject.Singleton;

/** Gives the names plugin: the resolver in each sandbox, the files, the variables of links. */
@Module
public interface LinkDnsModule {
    /** Upstreams of the host are asked from the network namespace of the thread that first calls this. */
    @Provides
    @Singleton
    static NameService names() {
        return new SandboxNameService();
    }

    @Provides
    @Singleton
    static HostFiles files() {
        return new DockerHostFiles();
    }

    @Provides
    @Singleton
    static LinkEnvironment environment() {
        return new DockerLinkEnvironment();
    }
}
