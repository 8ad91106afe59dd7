"""An import contract that a list of layers cannot say: every module of a package that is no app is a plain one."""

from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PlainModulesContract(Contract):
    """Modules of `package` outside `apps` import none of the `apps`; a new module is held without being listed."""

    package = fields.StringField()
    apps = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 -- the library's signature
        """Look at every import of every plain module."""
        package = cast("str", self.package)
        apps = {f"{package}.{name}" for name in cast("list[str]", self.apps)}
        found = [
            f"{module} -> {imported}"
            for child in sorted(graph.find_children(package) - apps)
            for module in sorted({child} | graph.find_descendants(child))
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if any(imported == app or imported.startswith(f"{app}.") for app in apps)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each arrow that points up."""
        metadata: dict[str, Any] = check.metadata
        for arrow in metadata["found"]:
            output.print_error(arrow)
