package dev.berth.runtime.network;

import dev.berth.plugin.EngineException;
import dev.berth.plugin.name.HostFiles;
import dev.berth.plugin.name.HostFilesSpec;
import dev.berth.plugin.name.LinkEnvironment;
import dev.berth.plugin.name.NameAnswer;
import dev.berth.plugin.name.NameRecord;
import dev.berth.plugin.name.NameService;
import dev.berth.plugin.name.SandboxNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names, files and variables that are only remembered. */
final class FakeNames implements NameService, HostFiles, LinkEnvironment {
    /** By endpoint. */
    final Map<String, NameRecord> records = new ConcurrentHashMap<>();

    /** By container. */
    final Map<String, SandboxNames> sandboxes = new ConcurrentHashMap<>();

    final Map<Path, HostFilesSpec> files = new ConcurrentHashMap<>();

    /** Name of the call that is to fail; empty for none. */
    volatile String failing = "";

    /** Done before each answer to names is set up. */
    volatile Runnable meanwhile = () -> {};

    @Override
    public void register(NameRecord record) {
        mayFail("register");
        records.put(record.endpointId(), record);
    }

    @Override
    public void withdraw(String networkId, String endpointId) {
        records.remove(endpointId);
    }

    @Override
    public void attach(SandboxNames sandbox) {
        mayFail("attach");
        meanwhile.run();
        sandboxes.put(sandbox.id(), sandbox);
    }

    @Override
    public void detach(String sandboxId) {
        sandboxes.remove(sandboxId);
    }

    @Override
    public NameAnswer resolve(String sandboxId, String name, String type) {
        return new NameAnswer.NotOurs();
    }

    @Override
    public void write(Path directory, HostFilesSpec spec) {
        mayFail("write");
        files.put(directory, spec);
    }

    @Override
    public void update(Path directory, HostFilesSpec before, HostFilesSpec after) {
        files.put(directory, after);
    }

    @Override
    public List<String> environment(Link link) {
        return List.of(link.alias() + "=" + link.address().getHostAddress() + " " + link.ports());
    }

    private void mayFail(String call) {
        if (call.equals(failing)) {
            throw new EngineException.SystemFailure(call + " fails");
        }
    }
}
