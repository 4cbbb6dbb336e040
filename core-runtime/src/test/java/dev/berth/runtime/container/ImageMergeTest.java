package dev.berth.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.plugin.EngineException;
import dev.berth.runtime.spec.ContainerConfig;
import dev.berth.runtime.state.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageMergeTest {
    @Test
    void merge_userSaysNothing_isTheImages() {
        ContainerConfig merged = merge(
                "{}",
                "{'Cmd':['sh'],'Env':['A=1'],'WorkingDir':'/w','User':'app','StopSignal':'SIGINT',"
                        + "'ExposedPorts':{'80/tcp':{}},'Volumes':{'/data':{}},'Labels':{'x':'1'}}");

        assertThat(merged.cmd()).containsExactly("sh");
        assertThat(merged.env()).containsExactly("A=1");
        assertThat(merged.workingDir()).isEqualTo("/w");
        assertThat(merged.user()).isEqualTo("app");
        assertThat(merged.stopSignal()).isEqualTo("SIGINT");
        assertThat(merged.exposedPorts()).containsOnlyKeys("80/tcp");
        assertThat(merged.volumes()).containsOnlyKeys("/data");
        assertThat(merged.labels()).containsEntry("x", "1");
        assertThat(merged.hostname()).isEqualTo("0123456789ab");
    }

    @Test
    void merge_both_areUnitedAndTheUserWins() {
        ContainerConfig merged = merge(
                "{'Env':['A=user','B='],'ExposedPorts':{'81/tcp':{}},'Volumes':{'/u':{}},'Labels':{'x':'user'},"
                        + "'Hostname':'CONTAINER','Cmd':['ls']}",
                "{'Cmd':['sh'],'Env':['PATH=/bin','A=image','B=image'],'ExposedPorts':{'80/tcp':{}},"
                        + "'Volumes':{'/i':{}},'Labels':{'x':'image','y':'2'}}");

        assertThat(merged.env()).containsExactly("A=user", "B=", "PATH=/bin");
        assertThat(merged.exposedPorts()).containsOnlyKeys("80/tcp", "81/tcp");
        assertThat(merged.volumes()).containsOnlyKeys("/i", "/u");
        assertThat(merged.labels()).containsEntry("x", "user").containsEntry("y", "2");
        assertThat(merged.hostname()).isEqualTo("CONTAINER");
        assertThat(merged.cmd()).containsExactly("ls");
    }

    @Test
    void merge_usersCommand_keepsTheImagesEntrypoint() {
        ContainerConfig merged = merge("{'Cmd':['--help']}", "{'Entrypoint':['/app'],'Cmd':['serve']}");

        assertThat(ImageMerge.argv(merged)).containsExactly("/app", "--help");
    }

    @Test
    void merge_usersEntrypoint_dropsTheImagesCommand() {
        ContainerConfig merged = merge("{'Entrypoint':['/bin/sh']}", "{'Entrypoint':['/app'],'Cmd':['serve']}");

        assertThat(ImageMerge.argv(merged)).containsExactly("/bin/sh");
    }

    @Test
    void merge_emptyTextAsEntrypoint_takesTheEntrypointAway() {
        ContainerConfig merged = merge("{'Entrypoint':[''],'Cmd':['ls']}", "{'Entrypoint':['/app'],'Cmd':['serve']}");

        assertThat(ImageMerge.argv(merged)).containsExactly("ls");
    }

    @Test
    void merge_nothingToRun_isRefused() {
        assertThatThrownBy(() -> merge("{}", "{}"))
                .isInstanceOf(EngineException.InvalidParameter.class)
                .hasMessage("No command specified");
    }

    @Test
    void merge_healthcheck_takesFromTheImageWhatTheUserLeftOpen() {
        ContainerConfig merged = merge(
                "{'Cmd':['x'],'Healthcheck':{'Interval':5,'Test':[]}}",
                "{'Healthcheck':{'Test':['CMD','true'],'Interval':9,'Retries':2}}");

        assertThat(merged.healthcheck())
                .containsEntry("Interval", 5)
                .containsEntry("Retries", 2)
                .containsEntry("Test", List.of("CMD", "true"));
    }

    private static ContainerConfig merge(String user, String image) {
        return ImageMerge.merge(config(user), config(image), "0123456789ab");
    }

    private static ContainerConfig config(String json) {
        return Json.read(json.replace('\'', '"'), ContainerConfig.class);
    }
}
