"""Generates the stubs of the contract into src/tallygate/v1 before a wheel or an editable install is made."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StubHook(BuildHookInterface):  # type: ignore[type-arg]
    """The contract's package is tallygate.v1, and so is its Python package: what is generated needs no rewriting."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        generate(contract_of(root), root / "src")


def contract_of(root: Path) -> Path:
    """The .proto files: beside us in a source distribution, else those of the repository that we are part of."""
    places = [root / "protobuf", root.parent.parent / "proto" / "src" / "main" / "protobuf"]
    for place in places:
        if (place / "tallygate" / "v1").is_dir():
            return place
    raise SystemExit(f"the contract is missing: no tallygate/v1/*.proto in {' or '.join(map(str, places))}")


def generate(contract: Path, target: Path) -> None:
    import google.api.annotations_pb2 as annotations
    import grpc_tools
    from grpc_tools import protoc

    package = target / "tallygate" / "v1"
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    scripts = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    plugins = [
        f"--plugin={name}={shutil.which(name, path=scripts)}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")
    ]
    status = protoc.main(
        [
            "protoc",
            f"--proto_path={contract}",
            f"--proto_path={Path(grpc_tools.__file__).parent / '_proto'}",
            f"--proto_path={Path(annotations.__file__).parents[2]}",
            *plugins,
            f"--python_out={target}",
            f"--grpc_python_out={target}",
            f"--mypy_out={target}",
            f"--mypy_grpc_out={target}",
            *sorted(str(proto.relative_to(contract)) for proto in contract.glob("tallygate/v1/*.proto")),
        ]
    )
    if status != 0:
        raise SystemExit("the stubs could not be generated: see the lines above")
    (package / "__init__.py").write_text('"""Generated from the contract, tallygate.v1."""\n')
