from tests.engine.registry.conftest import family, source

__all__ = ["family", "source"]
