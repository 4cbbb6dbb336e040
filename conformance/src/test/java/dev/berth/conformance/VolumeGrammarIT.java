package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.harness.Docker;
import dev.berth.conformance.harness.OnEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The grammar of {@code -v}, {@code --mount}, {@code --tmpfs}, {@code --volumes-from} and of volumes' options, with the
 * words in which Docker refuses. dockerd 20.10 answers many of these mistakes with 500, newer ones with 400.
 */
@OnEngine
class VolumeGrammarIT {
    /** Lines of a {@code HostConfig} and what is said of it; nothing said: it is taken. */
    private static final String HOST_CONFIGS = """
            {"Binds":["/a:ro"]} | invalid volume specification: '/a:ro'
            {"Binds":["/a:"]} | invalid volume specification: '/a:'
            {"Binds":[":/b"]} | invalid volume specification: ':/b'
            {"Binds":[""]} | invalid volume specification: ''
            {"Binds":["/"]} | invalid volume specification: '/': invalid mount config for type "volume": invalid specification: destination can't be '/'
            {"Binds":["/a:/b:ro:x"]} | invalid volume specification: '/a:/b:ro:x'
            {"Binds":["/a:/b:bad"]} | invalid mode: bad
            {"Binds":["nn:/x:RO"]} | invalid mode: RO
            {"Binds":["/a:/b:ro,rw"]} | invalid mode: ro,rw
            {"Binds":["/a:/b:z,Z"]} | invalid mode: z,Z
            {"Binds":["/a:/b:rslave,rshared"]} | invalid mode: rslave,rshared
            {"Binds":["/a:/b:copy"]} | invalid mode: copy
            {"Binds":["/a:/b:ro,"]} | invalid mode: ro,
            {"Binds":["name:b"]} | invalid volume specification: 'name:b': invalid mount config for type "volume": invalid mount path: 'b' mount path must be absolute
            {"Binds":["/a:b"]} | invalid volume specification: '/a:b': invalid mount config for type "bind": invalid mount path: 'b' mount path must be absolute
            {"Binds":["/a:/"]} | invalid volume specification: '/a:/': invalid mount config for type "bind": invalid specification: destination can't be '/'
            {"Binds":["/a:/b/.."]} | invalid volume specification: '/a:/b/..': invalid mount config for type "bind": invalid specification: destination can't be '/'
            {"Binds":["name:/b:rslave"]} | invalid volume specification: 'name:/b:rslave': invalid mount config for type "volume": field BindOptions must not be specified
            {"Binds":["/a:/b:nocopy"]} | invalid volume specification: '/a:/b:nocopy': invalid mount config for type "bind": field VolumeOptions must not be specified
            {"Binds":["a/b:/c"]} | create a/b: "a/b" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path
            {"Binds":["./rel:/x"]} | create ./rel: "./rel" includes invalid characters for a local volume name
            {"Binds":["a:/c"]} | create a: volume name is too short, names should be at least two alphanumeric characters
            {"Binds":["nn:/x:Z","/tmp:/y:ro,cached","mm:/z:nocopy,delegated,rw","oo:/o:","/anonymous"]} |
            {"Mounts":[{"Type":"bind","Target":"/b"}]} | invalid mount config for type "bind": field Source must not be empty
            {"Mounts":[{"Type":"bind","Source":"a","Target":"/b"}]} | invalid mount config for type "bind": invalid mount path: 'a' mount path must be absolute
            {"Mounts":[{"Type":"bind","Source":"/tmp","Target":"/b","VolumeOptions":{}}]} | invalid mount config for type "bind": field VolumeOptions must not be specified
            {"Mounts":[{"Type":"bind","Source":"/nope","Target":"/b"}]} | invalid mount config for type "bind": bind source path does not exist: /nope
            {"Mounts":[{"Type":"bind","Source":"/tmp","Target":"/b","BindOptions":{"Propagation":"loud"}}]} | invalid mount config for type "bind": invalid propagation mode: loud
            {"Mounts":[{"Type":"volume","Source":"vv","Target":"/b","BindOptions":{}}]} | invalid mount config for type "volume": field BindOptions must not be specified
            {"Mounts":[{"Type":"volume","Source":"vv"}]} | invalid mount config for type "volume": field Target must not be empty
            {"Mounts":[{"Type":"volume","Source":"vv","Target":"b"}]} | invalid mount config for type "volume": invalid mount path: 'b' mount path must be absolute
            {"Mounts":[{"Type":"volume","Source":"vv","Target":"/"}]} | invalid mount config for type "volume": invalid specification: destination can't be '/'
            {"Mounts":[{"Type":"volume","Target":"/b","ReadOnly":true}]} | invalid mount config for type "volume": must not set ReadOnly mode when using anonymous volumes
            {"Mounts":[{"Type":"tmpfs","Source":"vv","Target":"/b"}]} | invalid mount config for type "tmpfs": field Source must not be specified
            {"Mounts":[{"Type":"tmpfs","Target":"/b","BindOptions":{}}]} | invalid mount config for type "tmpfs": field BindOptions must not be specified
            {"Mounts":[{"Type":"npipe","Source":"/tmp","Target":"/b"}]} | invalid mount config for type "npipe": mount type unknown
            {"Mounts":[{"Target":"/b"}]} | invalid mount config for type "": mount type unknown
            {"Binds":["/tmp:/data","/etc:/data/"]} | Duplicate mount point: /data
            {"Binds":["/tmp:/data"],"Mounts":[{"Type":"bind","Source":"/etc","Target":"/data"}]} | Duplicate mount point: /data
            {"Binds":["/tmp:/data"],"Tmpfs":{"/data":""}} | Duplicate mount point: /data
            {"VolumesFrom":["ghost"]} | No such container: ghost
            {"VolumesFrom":["ghost:rslave"]} | invalid mode: rslave
            {"VolumesFrom":["ghost:nocopy"]} | invalid mode: nocopy
            {"VolumesFrom":[""]} | volumes-from specification cannot be an empty string
            {"Tmpfs":{"/":""}} | invalid specification: destination can't be '/'
            {"Tmpfs":{"x":""}} | invalid mount path: 'x' mount path must be absolute
            """;

    private static final String DRIVER_OPTIONS = """
            {"foo":"x"} | invalid option: "foo"
            {"type":"tmpfs"} | missing required option: "device"
            {"device":"tmpfs"} | missing required option: "type"
            {"o":"ro"} | missing required option: "device"
            {"size":"1g"} | quota size requested but no quota support
            """;

    private static final String BEYOND = """
            {"Mounts":[{"Type":"bind","Source":"/tmp","Target":"/b","TmpfsOptions":{}}]} | invalid mount config for type "bind": field TmpfsOptions must not be specified
            {"Mounts":[{"Type":"tmpfs","Target":"/b","VolumeOptions":{}}]} | invalid mount config for type "tmpfs": field VolumeOptions must not be specified
            {"Mounts":[{"Type":"bind","Source":"/tmp","Target":"/b","BindOptions":{"NonRecursive":true,"ReadOnlyForceRecursive":true}}]} | mutually exclusive options: NonRecursive and ReadOnlyForceRecursive
            {"Mounts":[{"Type":"image","Target":"/b"}]} | invalid mount config for type "image": field Source must not be empty
            {"Mounts":[{"Type":"image","Source":"busybox","Target":"/b","ImageOptions":{"Subpath":"../x"}}]} | subpath must be a relative path within the volume
            {"Mounts":[{"Type":"image","Source":"no-such","Target":"/b"}]} | No such image: no-such:latest
            {"Mounts":[{"Type":"volume","Source":"vv","Target":"/b","VolumeOptions":{"Subpath":"/abs"}}]} | subpath must be a relative path within the volume
            {"Mounts":[{"Type":"volume","Target":"/b","VolumeOptions":{"Subpath":"x"}}]} | must not set Subpath when using anonymous volumes
            {"Mounts":[{"Type":"volume","Source":"vv","Target":"/b","VolumeOptions":{"DriverConfig":{"Name":"local","Options":{"foo":"x"}}}}]} | create vv: invalid option: "foo"
            {"Tmpfs":{"/x":"colour=red"}} | invalid tmpfs option "colour"
            {"Binds":["v1:/data","v2:/data/"]} | Duplicate mount point: /data
            {"Binds":["v1:/data"],"VolumesFrom":["ghost"]} | No such container: ghost
            """;

    private static void checkCreates(Docker docker, String table) {
        table.lines().forEach(line -> {
            String[] part = line.split(" \\|", 2);
            Docker.Answer answer =
                    docker.api("POST", "/containers/create", "{\"Image\":\"busybox\",\"HostConfig\":" + part[0] + "}");
            check(line, answer, part[1].strip());
        });
    }

    private static void check(String line, Docker.Answer answer, String message) {
        if (message.isEmpty()) {
            assertThat(answer.status()).as(line + " " + answer.body()).isEqualTo(201);
        } else {
            assertThat(answer.status()).as(line).isIn(400, 404, 500);
            assertThat(answer.body().replace("\\\"", "\"")).as(line).contains(message);
        }
    }

    @Test
    void mounts_thatAreWrong_areRefusedInDockersWords(Docker docker) {
        checkCreates(docker, HOST_CONFIGS);
    }

    @Test
    @Tag("beyond-docker")
    void mounts_ofNewerDockers_areRefusedInTheirWordsAndLeaveNoVolume(Docker docker) {
        checkCreates(docker, BEYOND);
        assertThat(docker.ok("volume", "ls", "-q")).isEmpty();
    }

    @Test
    void driverOptions_thatAreWrong_areRefusedInDockersWords(Docker docker) {
        DRIVER_OPTIONS.lines().forEach(line -> {
            String[] part = line.split(" \\|", 2);
            Docker.Answer answer =
                    docker.api("POST", "/volumes/create", "{\"Name\":\"vol\",\"DriverOpts\":" + part[0] + "}");
            assertThat(answer.status()).as(line).isEqualTo(400);
            check(line, answer, "create vol: " + part[1].strip());
        });
        assertThat(docker.ok("volume", "ls", "-q")).isEmpty();
    }

    @Test
    void filters_thatAreWrong_areRefused(Docker docker) {
        assertThat(docker.run("volume", "ls", "--filter", "dangling=maybe").err())
                .containsIgnoringCase("invalid filter 'dangling=[maybe]'");
        assertThat(docker.run("volume", "ls", "--filter", "colour=red").err())
                .containsIgnoringCase("invalid filter 'colour'");
    }
}
