package dev.berth.runtime.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a container is tied to this host: Docker's {@code HostConfig}, resources included. Absent values are empty or 0;
 * the nullable ones tell absent from 0.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Engine API, HostConfig</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HostConfig(
        @JsonProperty("Binds") List<String> binds,
        @JsonProperty("ContainerIDFile") String containerIdFile,
        @JsonProperty("LogConfig") LogConfig logConfig,
        @JsonProperty("NetworkMode") String networkMode,
        @JsonProperty("PortBindings") Map<String, List<HostPort>> portBindings,
        @JsonProperty("RestartPolicy") RestartPolicy restartPolicy,
        @JsonProperty("AutoRemove") boolean autoRemove,
        @JsonProperty("VolumeDriver") String volumeDriver,
        @JsonProperty("VolumesFrom") List<String> volumesFrom,
        @JsonProperty("CapAdd") List<String> capAdd,
        @JsonProperty("CapDrop") List<String> capDrop,
        @JsonProperty("CgroupnsMode") String cgroupnsMode,
        @JsonProperty("Dns") List<String> dns,
        @JsonProperty("DnsOptions") List<String> dnsOptions,
        @JsonProperty("DnsSearch") List<String> dnsSearch,
        @JsonProperty("ExtraHosts") List<String> extraHosts,
        @JsonProperty("GroupAdd") List<String> groupAdd,
        @JsonProperty("IpcMode") String ipcMode,
        @JsonProperty("Cgroup") String cgroup,
        @JsonProperty("Links") List<String> links,
        @JsonProperty("OomScoreAdj") int oomScoreAdj,
        @JsonProperty("PidMode") String pidMode,
        @JsonProperty("Privileged") boolean privileged,
        @JsonProperty("PublishAllPorts") boolean publishAllPorts,
        @JsonProperty("ReadonlyRootfs") boolean readonlyRootfs,
        @JsonProperty("SecurityOpt") List<String> securityOpt,
        @JsonProperty("StorageOpt") Map<String, String> storageOpt,
        @JsonProperty("Tmpfs") Map<String, String> tmpfs,
        @JsonProperty("UTSMode") String utsMode,
        @JsonProperty("UsernsMode") String usernsMode,
        @JsonProperty("ShmSize") long shmSize,
        @JsonProperty("Sysctls") Map<String, String> sysctls,
        @JsonProperty("Runtime") String runtime,
        @JsonProperty("CpuShares") long cpuShares,
        @JsonProperty("Memory") long memory,
        @JsonProperty("NanoCpus") long nanoCpus,
        @JsonProperty("CgroupParent") String cgroupParent,
        @JsonProperty("BlkioWeight") int blkioWeight,
        @JsonProperty("BlkioWeightDevice") List<WeightDevice> blkioWeightDevice,
        @JsonProperty("BlkioDeviceReadBps") List<ThrottleDevice> blkioDeviceReadBps,
        @JsonProperty("BlkioDeviceWriteBps") List<ThrottleDevice> blkioDeviceWriteBps,
        @JsonProperty("BlkioDeviceReadIOps") List<ThrottleDevice> blkioDeviceReadIOps,
        @JsonProperty("BlkioDeviceWriteIOps") List<ThrottleDevice> blkioDeviceWriteIOps,
        @JsonProperty("CpuPeriod") long cpuPeriod,
        @JsonProperty("CpuQuota") long cpuQuota,
        @JsonProperty("CpuRealtimePeriod") long cpuRealtimePeriod,
        @JsonProperty("CpuRealtimeRuntime") long cpuRealtimeRuntime,
        @JsonProperty("CpusetCpus") String cpusetCpus,
        @JsonProperty("CpusetMems") String cpusetMems,
        @JsonProperty("Devices") List<DeviceMapping> devices,
        @JsonProperty("DeviceCgroupRules") List<String> deviceCgroupRules,
        @JsonProperty("MemoryReservation") long memoryReservation,
        @JsonProperty("MemorySwap") long memorySwap,
        @JsonProperty("MemorySwappiness") @Nullable Long memorySwappiness,
        @JsonProperty("OomKillDisable") @Nullable Boolean oomKillDisable,
        @JsonProperty("PidsLimit") @Nullable Long pidsLimit,
        @JsonProperty("Ulimits") List<Ulimit> ulimits,
        @JsonProperty("Mounts") List<MountSpec> mounts,
        @JsonProperty("MaskedPaths") @Nullable List<String> maskedPaths,
        @JsonProperty("ReadonlyPaths") @Nullable List<String> readonlyPaths,
        @JsonProperty("Init") @Nullable Boolean init,
        @JsonProperty("Annotations") Map<String, String> annotations) {
    public HostConfig {
        binds = binds == null ? List.of() : List.copyOf(binds);
        containerIdFile = containerIdFile == null ? "" : containerIdFile;
        logConfig = logConfig == null ? LogConfig.DEFAULT : logConfig;
        networkMode = networkMode == null ? "" : networkMode;
        portBindings = portBindings == null ? Map.of() : new TreeMap<>(portBindings);
        restartPolicy = restartPolicy == null ? RestartPolicy.NO : restartPolicy;
        volumeDriver = volumeDriver == null ? "" : volumeDriver;
        volumesFrom = volumesFrom == null ? List.of() : List.copyOf(volumesFrom);
        capAdd = capAdd == null ? List.of() : List.copyOf(capAdd);
        capDrop = capDrop == null ? List.of() : List.copyOf(capDrop);
        cgroupnsMode = cgroupnsMode == null ? "" : cgroupnsMode;
        dns = dns == null ? List.of() : List.copyOf(dns);
        dnsOptions = dnsOptions == null ? List.of() : List.copyOf(dnsOptions);
        dnsSearch = dnsSearch == null ? List.of() : List.copyOf(dnsSearch);
        extraHosts = extraHosts == null ? List.of() : List.copyOf(extraHosts);
        groupAdd = groupAdd == null ? List.of() : List.copyOf(groupAdd);
        ipcMode = ipcMode == null ? "" : ipcMode;
        cgroup = cgroup == null ? "" : cgroup;
        links = links == null ? List.of() : List.copyOf(links);
        pidMode = pidMode == null ? "" : pidMode;
        securityOpt = securityOpt == null ? List.of() : List.copyOf(securityOpt);
        storageOpt = storageOpt == null ? Map.of() : new TreeMap<>(storageOpt);
        tmpfs = tmpfs == null ? Map.of() : new TreeMap<>(tmpfs);
        utsMode = utsMode == null ? "" : utsMode;
        usernsMode = usernsMode == null ? "" : usernsMode;
        sysctls = sysctls == null ? Map.of() : new TreeMap<>(sysctls);
        runtime = runtime == null ? "" : runtime;
        cgroupParent = cgroupParent == null ? "" : cgroupParent;
        blkioWeightDevice = blkioWeightDevice == null ? List.of() : List.copyOf(blkioWeightDevice);
        blkioDeviceReadBps = blkioDeviceReadBps == null ? List.of() : List.copyOf(blkioDeviceReadBps);
        blkioDeviceWriteBps = blkioDeviceWriteBps == null ? List.of() : List.copyOf(blkioDeviceWriteBps);
        blkioDeviceReadIOps = blkioDeviceReadIOps == null ? List.of() : List.copyOf(blkioDeviceReadIOps);
        blkioDeviceWriteIOps = blkioDeviceWriteIOps == null ? List.of() : List.copyOf(blkioDeviceWriteIOps);
        cpusetCpus = cpusetCpus == null ? "" : cpusetCpus;
        cpusetMems = cpusetMems == null ? "" : cpusetMems;
        devices = devices == null ? List.of() : List.copyOf(devices);
        deviceCgroupRules = deviceCgroupRules == null ? List.of() : List.copyOf(deviceCgroupRules);
        ulimits = ulimits == null ? List.of() : List.copyOf(ulimits);
        mounts = mounts == null ? List.of() : List.copyOf(mounts);
        maskedPaths = maskedPaths == null ? null : List.copyOf(maskedPaths);
        readonlyPaths = readonlyPaths == null ? null : List.copyOf(readonlyPaths);
        annotations = annotations == null ? Map.of() : new TreeMap<>(annotations);
    }

    /** Docker's {@code LogConfig}: driver type ({@code json-file}, {@code none}, {@code local}) and its options. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LogConfig(
            @JsonProperty("Type") String type,
            @JsonProperty("Config") Map<String, String> config) {
        /** What a container has that asks for nothing. */
        public static final LogConfig DEFAULT = new LogConfig("json-file", Map.of());

        public LogConfig {
            type = type == null || type.isEmpty() ? "json-file" : type;
            config = config == null ? Map.of() : new TreeMap<>(config);
        }
    }

    /** A host address and port as text, either may be empty; the port may be a range. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HostPort(
            @JsonProperty("HostIp") String hostIp,
            @JsonProperty("HostPort") String hostPort) {
        public HostPort {
            hostIp = hostIp == null ? "" : hostIp;
            hostPort = hostPort == null ? "" : hostPort;
        }
    }

    /** {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure} with a count (0: without limit). */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RestartPolicy(
            @JsonProperty("Name") String name,
            @JsonProperty("MaximumRetryCount") int maximumRetryCount) {
        /** Never restarted. */
        public static final RestartPolicy NO = new RestartPolicy("no", 0);

        public RestartPolicy {
            name = name == null || name.isEmpty() ? "no" : name;
        }
    }

    /** A relative block I/O weight, 10..1000, of one device. */
    public record WeightDevice(
            @JsonProperty("Path") String path,
            @JsonProperty("Weight") int weight) {}

    /** A limit on one device, bytes or operations per second. */
    public record ThrottleDevice(
            @JsonProperty("Path") String path,
            @JsonProperty("Rate") long rate) {}

    /** A device of the host given to the container. */
    public record DeviceMapping(
            @JsonProperty("PathOnHost") String pathOnHost,
            @JsonProperty("PathInContainer") String pathInContainer,
            @JsonProperty("CgroupPermissions") String cgroupPermissions) {
        public DeviceMapping {
            pathInContainer = pathInContainer == null || pathInContainer.isEmpty() ? pathOnHost : pathInContainer;
            cgroupPermissions = cgroupPermissions == null || cgroupPermissions.isEmpty() ? "rwm" : cgroupPermissions;
        }
    }

    /** A resource limit by getrlimit(2)'s name without prefix, lower case. */
    public record Ulimit(
            @JsonProperty("Name") String name,
            @JsonProperty("Hard") long hard,
            @JsonProperty("Soft") long soft) {}
}
