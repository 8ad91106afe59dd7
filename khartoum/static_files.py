"""Static files in production: compressed and named by their content, modules that our scripts import among them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = r"""(?P<matched>import\s+(?P<names>\{[^}]*\})\s+from\s+["'](?P<url>\./[^"']+)["'];)"""


class ModulesToo(CompressedManifestStaticFilesStorage):
    """A new release of one module never runs with an old release of another. Scripts of libraries are left alone."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("reports/js/*.js", ((IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
