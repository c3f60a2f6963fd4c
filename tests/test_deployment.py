"""What ships for running it every night is sound: compose file, image, units, and the commands they name."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import yaml
from typer.testing import CliRunner

from pipelines.cli import app

ROOT = Path(__file__).resolve().parents[1]


def test_every_service_runs_a_command_there_is() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert {"webserver", "daemon", "nightly", "dashboard"} <= set(services)
    for name, service in services.items():
        program, *arguments = service["command"]
        if program == "juesuan":
            assert CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0
        if program.startswith("dagster"):
            assert "pipelines.definitions" in arguments
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), f"{name} has no password of its own"


def test_the_image_has_every_package_the_project_needs() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\w+) \w+$", text, re.M))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages | {"data"} <= copied


def test_the_units_run_the_night_at_two_in_beijing() -> None:
    service, timer = (ConfigParser(strict=False, interpolation=None) for _ in range(2))
    service.read(ROOT / "docs" / "systemd" / "juesuan-nightly.service")
    timer.read(ROOT / "docs" / "systemd" / "juesuan-nightly.timer")
    assert service["Service"]["ExecStart"].endswith("juesuan nightly")
    assert service["Service"]["SuccessExitStatus"] == "1 3"
    assert timer["Timer"]["OnCalendar"] == "*-*-* 02:00:00 Asia/Shanghai"
