# Everything from a bare Debian 12 with Python 3.11. `make` alone lists what there is.

BIN := .venv/bin
# The mirror that pip is told to use, if any, serves uv too.
MIRROR = $(or $(PIP_INDEX_URL),$(shell [ -x .uv/bin/pip ] && .uv/bin/pip config get global.index-url 2>/dev/null))
UV = $(if $(or $(UV_DEFAULT_INDEX),$(MIRROR)),UV_DEFAULT_INDEX=$(or $(UV_DEFAULT_INDEX),$(MIRROR)) ).uv/bin/uv
COMPILE = $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lock clean browser

help: ## 列出可用的命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.dev ## 准备开发环境（.venv）

demo: .venv/.base ## 演示：建库、虚构一个县、核算、举例解释
	$(BIN)/minzheng demo

test: check browser ## 全部检查和测试，含覆盖率
	mkdir -p out
	$(BIN)/python -m pytest -n logical --maxprocesses=4 --dist loadfile --cov --cov-report=json:out/coverage.json
	$(BIN)/python tools/coverage_gate.py out/coverage.json

check: .venv/.dev ## 格式、类型、导入规则、篇幅
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/shape.py

format: .venv/.dev ## 自动排版
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: .uv/python ## 重新锁定依赖版本（requirements/*.txt）
	for name in uv base dev benchmarks; do $(COMPILE) --upgrade requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean: ## 删除环境和缓存；数据目录 .minzheng 不动
	rm -rf .venv .uv out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Browser tests need programs that are no Python packages; nothing is needed while there are none.
browser:
ifneq ($(wildcard tests/browser),)
	tools/browser.sh
endif

.uv/python: requirements/uv.txt tools/bootstrap.sh
	tools/bootstrap.sh

# A stamp, not the interpreter: that is a link into the system.
.venv/.made: .uv/python
	$(UV) venv --quiet --clear --python "$$(cat .uv/python)" .venv
	touch $@

# The development packages contain the base ones: where they are installed and current, nothing is taken away again.
.venv/.base: .venv/.made requirements/base.txt requirements/dev.txt pyproject.toml
	if [ .venv/.dev -nt requirements/dev.txt ] && [ .venv/.dev -nt pyproject.toml ]; then touch $@; else $(call install,base); fi

.venv/.dev: .venv/.made requirements/dev.txt pyproject.toml
	$(call install,dev)

define install
$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/$(1).txt && \
$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . && \
$(BIN)/python -m compileall -q minzheng && \
rm -f .venv/.dev && touch .venv/.base .venv/.$(1)
endef
