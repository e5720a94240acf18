"""The Neo4j server: started here by Java or Docker, or any by URI; `login` is how every other room finds it."""

from graphfraud.server.find import login
from graphfraud.server.reach import Login

__all__ = ["Login", "login"]
