package dev.berth.bridge.ipam;

import dev.berth.plugin.ipam.IpamDriver;
import dev.berth.plugin.ipam.IpamDriverContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DefaultIpamDriverContractTest extends IpamDriverContract {
    @TempDir
    Path directory;

    private DefaultIpamDriver driver;

    @BeforeEach
    void open() {
        driver = new DefaultIpamDriver(directory.resolve("allocations"), List.of(), List::of);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Override
    protected IpamDriver driver() {
        return driver;
    }
}
