# The hooks of the kernel tiers by clang, which the Makefile puts into the engine; what measures them
# (`bench`); and the differential test's program with them (`replay`). Needs clang, libbpf-dev, libelf-dev.

BUILD := build
CLANG ?= clang
BPF_ARCH := $(subst aarch64,arm64,$(subst x86_64,x86,$(shell uname -m)))
BPF_CFLAGS := -g -O2 -target bpf -mcpu=v3 -D__TARGET_ARCH_$(BPF_ARCH) -Wall -Wextra -Werror \
	-Wno-unused-parameter -Ibpf -MMD -MP
HOST_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -I. -Ibpf -Ihost -Wall -Wextra -Werror \
	-Wno-missing-field-initializers -MMD -MP

all: $(BUILD)/bpf/rein.bpf.o $(BUILD)/bpf/observe.bpf.o

$(BUILD)/bpf/rein.bpf.o: bpf/rein.bpf.c bpf.mk
	@mkdir -p $(@D)
	$(CLANG) $(BPF_CFLAGS) -c -o $@ $<

# Its programs leave parts of the shared headers unused.
$(BUILD)/bpf/observe.bpf.o: bpf/observe/observe.bpf.c bpf.mk
	@mkdir -p $(@D)
	$(CLANG) $(BPF_CFLAGS) -Wno-unused-function -c -o $@ $<

-include $(shell find $(BUILD)/bpf -name '*.d' 2>/dev/null)

.PHONY: all

bench: $(BUILD)/bpf/bench-calls $(BUILD)/bpf/rein-drive

$(BUILD)/bpf/bench-calls: bpf/bench/calls.c
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -Wall -Wextra -Werror -static -o $@ $<

$(BUILD)/bpf/rein-drive: bpf/bench/drive.c host/link/frames.h
	@mkdir -p $(@D)
	$(CC) -std=gnu11 -O2 -I. -Wall -Wextra -Werror -static -o $@ $<

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
