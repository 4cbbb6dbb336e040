package dev.berth.plugin.server;

import static dev.berth.plugin.wire.VolumeProtocol.TYPE;

import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.VolumeInfo;
import dev.berth.plugin.wire.PluginProtocol.Done;
import dev.berth.plugin.wire.Values;
import dev.berth.plugin.wire.VolumeProtocol;
import dev.berth.plugin.wire.VolumeProtocol.Capabilities;
import dev.berth.plugin.wire.VolumeProtocol.Capable;
import dev.berth.plugin.wire.VolumeProtocol.Creation;
import dev.berth.plugin.wire.VolumeProtocol.Found;
import dev.berth.plugin.wire.VolumeProtocol.Held;
import dev.berth.plugin.wire.VolumeProtocol.Listed;
import dev.berth.plugin.wire.VolumeProtocol.Named;
import dev.berth.plugin.wire.VolumeProtocol.Place;
import java.util.Locale;

/** A volume driver as a plugin. */
public final class VolumePlugin {
    private VolumePlugin() {}

    /** Serves the driver, which is called from several threads. */
    public static PluginType of(VolumeDriver driver) {
        return new PluginType.Calls()
                .on(VolumeProtocol.CREATE, Creation.class, call -> {
                    driver.create(call.name(), call.options());
                    return new Done();
                })
                .on(VolumeProtocol.REMOVE, Named.class, call -> {
                    driver.remove(call.name());
                    return new Done();
                })
                .on(
                        VolumeProtocol.MOUNT,
                        Held.class,
                        call -> new Place(driver.mount(call.name(), call.id()).toString()))
                .on(VolumeProtocol.UNMOUNT, Held.class, call -> {
                    driver.unmount(call.name(), call.id());
                    return new Done();
                })
                .on(VolumeProtocol.PATH, Named.class, call -> new Place(Values.text(driver.path(call.name()))))
                .on(VolumeProtocol.GET, Named.class, call -> new Found(volume(driver.get(call.name()))))
                .on(
                        VolumeProtocol.LIST,
                        Done.class,
                        call -> new Listed(
                                driver.list().stream().map(VolumePlugin::volume).toList()))
                .on(
                        VolumeProtocol.CAPABILITIES,
                        Done.class,
                        call -> new Capable(
                                new Capabilities(driver.scope().name().toLowerCase(Locale.ROOT))))
                .as(TYPE);
    }

    private static VolumeProtocol.Volume volume(VolumeInfo info) {
        return new VolumeProtocol.Volume(
                info.name(), Values.text(info.mountpoint()), Values.text(info.createdAt()), info.status());
    }
}
