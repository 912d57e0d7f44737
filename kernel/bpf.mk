# The kernel tiers: the hooks by clang, and the program that loads them, static, with the hooks in it.
#   make -f bpf.mk            needs clang, libbpf-dev, libelf-dev

BUILD := build
CLANG ?= clang
BPF_ARCH := $(subst aarch64,arm64,$(subst x86_64,x86,$(shell uname -m)))
BPF_CFLAGS := -g -O2 -target bpf -mcpu=v3 -D__TARGET_ARCH_$(BPF_ARCH) -Wall -Wextra -Werror \
	-Wno-unused-parameter -Ibpf -MMD -MP
HOST_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -I. -Ibpf -Ihost -Wall -Wextra -Werror \
	-Wno-missing-field-initializers -MMD -MP
HOST := $(patsubst %,bpf/host/%.c,capabilities hooks keeper main record run) \
	$(patsubst %,bpf/observe/%.c,attach calls cgroup) $(wildcard core/*.c) \
	host/base/text.c host/base/utf8.c

all: $(BUILD)/bpf/rein-hooks

$(BUILD)/bpf/rein.bpf.o: bpf/rein.bpf.c bpf.mk
	@mkdir -p $(@D)
	$(CLANG) $(BPF_CFLAGS) -c -o $@ $<

# Its programs leave parts of the shared headers unused.
$(BUILD)/bpf/observe.bpf.o: bpf/observe/observe.bpf.c bpf.mk
	@mkdir -p $(@D)
	$(CLANG) $(BPF_CFLAGS) -Wno-unused-function -c -o $@ $<

$(BUILD)/bpf/host/%.o: %.c $(BUILD)/bpf/rein.bpf.o $(BUILD)/bpf/observe.bpf.o bpf.mk
	@mkdir -p $(@D)
	$(CC) $(HOST_CFLAGS) -DREIN_BPF_OBJECT='"$(BUILD)/bpf/rein.bpf.o"' \
		-DREIN_BPF_OBSERVE_OBJECT='"$(BUILD)/bpf/observe.bpf.o"' -c -o $@ $<

$(BUILD)/bpf/rein-hooks: $(patsubst %.c,$(BUILD)/bpf/host/%.o,$(HOST))
	$(CC) -static -o $@ $^ -lbpf -lelf -lz

-include $(shell find $(BUILD)/bpf -name '*.d' 2>/dev/null)

.PHONY: all

bench: all $(BUILD)/bpf/bench-calls

$(BUILD)/bpf/bench-calls: bpf/bench/calls.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -Wall -Wextra -Werror -static -o $@ $<

.PHONY: bench

# The differential test's program with the BPF core in the place of the native one.
replay: $(BUILD)/bpf/rein-bpf-replay

$(BUILD)/bpf/core.bpf.o: bpf/replay/core.bpf.c $(wildcard bpf/*.h) bpf.mk
	@mkdir -p $(@D)
	$(CLANG) $(BPF_CFLAGS) -c -o $@ $<

$(BUILD)/bpf/rein-bpf-replay: bpf/replay/decide.c $(wildcard tests/replay/*.c) \
		$(filter-out core/decide.c core/rows.c core/matches.c,$(wildcard core/*.c)) \
		$(BUILD)/bpf/core.bpf.o
	$(CC) $(filter-out -MMD -MP,$(HOST_CFLAGS)) -DREIN_BPF_CORE='"$(abspath $(BUILD))/bpf/core.bpf.o"' \
		-o $@ $(filter %.c,$^) -lbpf -lelf -lz

.PHONY: replay
