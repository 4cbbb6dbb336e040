package dev.berth.volume.backup;

import dev.berth.linux.sys.AtCalls;
import dev.berth.linux.sys.Fd;
import dev.berth.linux.sys.FileCalls;
import dev.berth.linux.sys.OpenFlags;
import dev.berth.linux.tree.TreeDelete;
import dev.berth.plugin.DriverHome;
import dev.berth.plugin.volume.CopyUp;
import dev.berth.plugin.volume.VolumeDriver;
import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.volume.VolumeDriverModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What {@link ManyFilesIT} runs with little memory: everything that goes through a volume, on one with a large directory. */
final class ManyFilesProcess {
    private ManyFilesProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        BackupWorld world = new BackupWorld(directory);
        fill(world.data(), count);
        world.backup();
        BackupInfo again = world.backup();
        if (again.statistics().nodes() != count + 1) {
            throw new IllegalStateException("nodes: " + again.statistics().nodes());
        }
        TreeDelete.contents(world.data());
        Path restored = world.restored(again);
        VolumeDriver driver = VolumeDriverModule.localVolumeDriver(
                new DriverHome(directory.resolve("driver"), directory.resolve("run")));
        driver.create("copy", Map.of());
        if (!(driver instanceof CopyUp copyUp) || !copyUp.copyUp("copy", restored)) {
            throw new IllegalStateException("not copied up");
        }
        TreeDelete.delete(restored);
        System.out.println("done");
    }

    private static void fill(Path data, int count) {
        try (Fd directory = FileCalls.open(data, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY, 0)) {
            for (int i = 0; i < count; i++) {
                byte[] name = name(i).getBytes(StandardCharsets.US_ASCII);
                AtCalls.makeNode(directory, name, FileCalls.S_IFREG | 0600, 0);
            }
        }
        if (!Files.exists(data.resolve(name(count - 1)))) {
            throw new IllegalStateException("not made");
        }
    }

    private static String name(int number) {
        return "n".repeat(245) + number;
    }
}
