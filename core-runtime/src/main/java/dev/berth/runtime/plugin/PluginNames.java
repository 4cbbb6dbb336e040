package dev.berth.runtime.plugin;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.client.Plugins;
import dev.berth.plugin.client.RemoteNameService;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameDiagnostics;
import dev.berth.plugin.name.NameQuery;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import java.util.List;
import java.util.function.Consumer;

/** Names answered by the plugin of one name, which need not be there yet. */
public final class PluginNames implements NameService, NameDiagnostics {
    private final Plugins plugins;
    private final String name;

    public PluginNames(Plugins plugins, String name) {
        this.plugins = plugins;
        this.name = name;
    }

    private RemoteNameService service() {
        return plugins.names(name).orElseThrow(() -> new EngineException.NotFound("plugin \"" + name + "\" not found"));
    }

    @Override
    public void register(NameRecord record) {
        service().register(record);
    }

    @Override
    public void withdraw(String networkId, String endpointId) {
        service().withdraw(networkId, endpointId);
    }

    @Override
    public void attach(SandboxNames sandbox) {
        service().attach(sandbox);
    }

    @Override
    public void detach(String sandboxId) {
        service().detach(sandboxId);
    }

    @Override
    public NameAnswer resolve(String sandboxId, String name, String type) {
        return service().resolve(sandboxId, name, type);
    }

    @Override
    public NameAnswer lookUp(String networkId, String name, String type) {
        return service().lookUp(networkId, name, type);
    }

    @Override
    public List<NameQuery> recent(String sandboxId) {
        return service().recent(sandboxId);
    }

    @Override
    public Subscription watch(String sandboxId, Consumer<NameQuery> listener) {
        return service().watch(sandboxId, listener);
    }
}
