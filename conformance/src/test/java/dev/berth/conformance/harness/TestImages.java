package dev.berth.conformance.harness;

import java.nio.file.Path;
import java.util.Map;

/** The images of the suite, made on the spot: busybox, two that have something under /data, and one with socat. */
final class TestImages {
    private static final String TREE = """
            set -e
            mkdir -p root/bin root/etc root/tmp root/root root/data
            chmod 1777 root/tmp
            cp /bin/busybox root/bin/busybox
            for applet in $(busybox --list); do [ -e root/bin/$applet ] || ln -s busybox root/bin/$applet; done
            echo 'root:x:0:0:root:/root:/bin/sh' > root/etc/passwd
            echo 'nobody:x:65534:65534:nobody:/:/bin/sh' >> root/etc/passwd
            printf 'root:x:0:\\nnogroup:x:65534:\\n' > root/etc/group
            rmdir root/data
            tar -C root -cf busybox.tar .
            mkdir root/data
            echo 'from the image' > root/data/seed
            tar -C root -cf seeded.tar .
            for file in /usr/bin/socat $(ldd /usr/bin/socat | grep -o '/[^ ]*'); do
                mkdir -p root/$(dirname $file) && cp -L $file root/$file
            done
            tar -C root -cf tools.tar .
            """;

    private TestImages() {}

    static void importAll(Docker docker, Ground ground) {
        Path place = ground.freshDirectory("images");
        Docker.Result made = ground.onHost(Map.of(), "", "sh", "-c", "cd " + place + "\n" + TREE);
        if (made.exit() != 0) {
            throw new IllegalStateException("make the test images: " + made.err());
        }
        docker.ok("import", "-c", "CMD [\"sh\"]", place + "/busybox.tar", "busybox");
        docker.ok("import", "-c", "CMD [\"sh\"]", place + "/seeded.tar", "seeded");
        docker.ok("import", "-c", "CMD [\"sh\"]", place + "/tools.tar", "tools");
        docker.ok("import", "-c", "CMD [\"sh\"]", "-c", "VOLUME /data", place + "/seeded.tar", "voluminous");
    }
}
