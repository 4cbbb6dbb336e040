package dev.berth.runtime.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForeignFiltersTest {
    private static final String BERTH = """
            table inet berth {
            	set bridges {
            		type ifname
            		elements = { "br-0123456789ab",
            			     "docker0" }
            	}
            	chain forward {
            		type filter hook forward priority filter; policy accept;
            		drop
            	}
            }
            """;

    private static List<String> look(String ruleset) {
        Set<String> bridges = Set.of("docker0", "virbr0", "br-0123456789ab", "br-ffffffffffff");
        return new ForeignFilters(bridges::contains)
                .look(ruleset).stream()
                        .map(finding -> finding.verdict() + " " + finding.found())
                        .toList();
    }

    @Test
    void ownTable_isNotForeign() {
        assertThat(look(BERTH)).isEmpty();
    }

    @Test
    void policyDrop_isSaid_withTheRulesThatHelp() {
        String foreign = """
                table inet filter {
                	chain forward {
                		type filter hook forward priority filter; policy drop;
                	}
                }
                """;
        assertThat(look(BERTH + foreign))
                .containsExactly("WARNING table inet filter, chain forward drops what is forwarded unless a rule of its"
                        + " own accepts it");
        assertThat(new ForeignFilters(link -> false)
                        .look(BERTH + foreign)
                        .get(0)
                        .advice())
                .hasValueSatisfying(advice -> assertThat(advice)
                        .contains("nft insert rule inet filter forward oifname { \"br-0123456789ab\", \"docker0\" }"
                                + " accept"));
    }

    @Test
    void rulesThatDrop_inChainsThatAreCalled_areSaid() {
        assertThat(look("""
                table inet firewalld {
                	chain filter_FORWARD {
                		type filter hook forward priority filter + 10; policy accept;
                		ct state { established, related } accept
                		ct state invalid drop
                		jump filter_FORWARD_ZONES
                		reject with icmpx admin-prohibited
                	}

                	chain filter_FORWARD_ZONES {
                		iifname "eth0" oifname vmap { "eth1" : drop, "eth2" : accept }
                	}

                	chain nobody_calls {
                		drop
                	}
                }
                """))
                .containsExactly(
                        "WARNING table inet firewalld, chain filter_FORWARD drops what is forwarded: reject with icmpx"
                                + " admin-prohibited",
                        "WARNING table inet firewalld, chain filter_FORWARD_ZONES drops what is forwarded: iifname"
                                + " \"eth0\" oifname vmap { \"eth1\" : drop, \"eth2\" : accept }");
    }

    @Test
    void rulesAboutOthersBridges_areTheirAffair() {
        assertThat(look(BERTH + """
                table ip filter {
                	chain FORWARD {
                		type filter hook forward priority filter; policy accept;
                		oifname "virbr0" counter packets 0 bytes 0 reject
                		iifname != "br-ffffffffffff" oifname "br-ffffffffffff" drop
                		oifname "br-0123456789ab" tcp dport 25 drop
                	}
                }
                """))
                .containsExactly("WARNING table ip filter, chain FORWARD drops what is forwarded: oifname"
                        + " \"br-0123456789ab\" tcp dport 25 drop");
    }

    @Test
    void dockerd_isPassedByItsChainForOthers() {
        assertThat(look("""
                table ip filter {
                	chain DOCKER-USER {
                		counter packets 0 bytes 0 return
                	}

                	chain FORWARD {
                		type filter hook forward priority filter; policy drop;
                		counter packets 0 bytes 0 jump DOCKER-USER
                	}
                }
                """))
                .containsExactly("OK table ip filter, chain FORWARD drops what is forwarded; Berth's bridges pass by"
                        + " dockerd's chain DOCKER-USER");
    }

    @Test
    void manyRules_areCounted() {
        String rules = String.join(
                "\n",
                IntStream.range(0, 20)
                        .mapToObj(port -> "tcp dport " + port + " drop")
                        .toList());
        Stream<String> said = look(
                "table inet f {\nchain f {\ntype filter hook forward priority 0; policy accept;\n" + rules + "\n}\n}\n")
                .stream();
        assertThat(said).hasSize(13).last().isEqualTo("WARNING 8 further rules that drop what is forwarded");
    }
}
