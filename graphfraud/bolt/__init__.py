"""The one place that talks to a Neo4j server."""
