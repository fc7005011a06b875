"""The engine: Fellegi-Sunter weights by Splink over DuckDB. Nothing else imports Splink."""
