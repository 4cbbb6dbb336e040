package dev.berth.runtime.cli.demo;

import java.util.List;

/** Section C of the walkthrough: links, and names on a network of one's own. */
final class LinkScene {
    private static final String ADDRESS = "{{.NetworkSettings.IPAddress}}";

    private final Stage stage;

    LinkScene(Stage stage) {
        this.stage = stage;
    }

    void play() {
        stage.part("Links: two containers, one knows the other by name");
        talk();
        knows();
        follows();
        refuses();
        ownNetwork();
    }

    private void talk() {
        stage.play("run -d --name test1 nginx").works();
        stage.play("run -d --name test2 --link test1 nginx").works();
        stage.play("exec test2 ping -c 2 test1").works().prints(" 0% packet loss");
        stage.play("exec test2 wget -qO- http://test1/").works().prints("Welcome to the demo's web server");
    }

    private void knows() {
        stage.say("test2 has test1 in its hosts file and its environment; test1 knows nothing of test2");
        String address = address("test1");
        String id = stage.quietly(List.of("inspect", "-f", "{{.Id}}", "test1"))
                .text()
                .substring(0, 12);
        stage.play("exec test2 cat /etc/hosts").works().prints(address + "\ttest1 " + id);
        stage.play("exec test2 env")
                .works()
                .prints("TEST1_NAME=/test2/test1")
                .prints("TEST1_PORT=tcp://" + address + ":80")
                .prints("TEST1_PORT_80_TCP_ADDR=" + address)
                .prints("TEST1_PORT_80_TCP_PORT=80")
                .prints("TEST1_PORT_80_TCP_PROTO=tcp")
                .prints("TEST1_ENV_WEB_ROOT=/www");
        stage.play("exec test1 cat /etc/hosts").works().hides("test2");
        stage.play("run --rm --link test1:alias busybox ping -c 1 alias")
                .works()
                .prints(" 0% packet loss");
    }

    private void follows() {
        stage.say("test1 stops and comes back, and test2 reaches it again");
        String before = address("test1");
        stage.play("stop -t 1 test1").works();
        stage.play("run --rm --link test1 busybox true").exits(125).complains("Cannot link to a non running container");
        stage.play("run -d --name newcomer busybox sleep 1000").works();
        stage.play("start test1").works();
        String after = address("test1");
        if (!after.equals(before)) {
            throw new DemoFailure("test1 came back at " + after + " although its address " + before + " was free");
        }
        stage.play("exec test2 cat /etc/hosts").works().prints(after + "\ttest1");
        stage.play("exec test2 ping -c 1 test1").works().prints("(" + after + ")");
        stage.play("rm -f newcomer").works();
    }

    private void refuses() {
        stage.say("A link to nothing is refused");
        stage.play("run --rm --link nobody busybox true").exits(125).complains("nobody");
    }

    private void ownNetwork() {
        stage.say("On a network of one's own, names and aliases resolve by DNS, forwards and backwards");
        stage.play("network create --subnet 10.123.0.0/24 shop").works();
        stage.play("run -d --name web --network shop --network-alias www nginx").works();
        stage.play("run -d --name till --network shop busybox sleep 1000").works();
        stage.play("exec till wget -qO- http://www/").works().prints("Welcome to the demo's web server");
        stage.play("exec till nslookup web").works().prints("127.0.0.11").prints("10.123.0.2");
        stage.play("exec till nslookup 10.123.0.2").works().prints("web.shop");
        stage.say("What is not on it is not reached");
        stage.play("exec test2 ping -c 1 -W 1 10.123.0.2").exits(1).prints("100% packet loss");
    }

    private String address(String name) {
        return stage.quietly(List.of("inspect", "-f", ADDRESS, name)).works().text();
    }
}
